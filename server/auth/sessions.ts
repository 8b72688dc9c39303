/**
 * Who is signed in. lucia 3.2.2 keeps the rules of sessions, over our own adapter: its session id is the hash of the
 * token, and only the browser has the token, so a stolen database opens nothing.
 *
 * A session ends `sessionMs` after sign-in, and after `sessionIdleMs` without use.
 */
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import type { PersonId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { SessionRow } from '#server/store/sessions.ts';
import type { Store } from '#server/store/store.ts';
import { hashOf, MAX_SECRET, newSecret } from './secret.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia;
    UserId: PersonId;
    DatabaseSessionAttributes: { createdAt: number; seenAt: number };
  }
}

export type SessionLimits = { readonly sessionMs: number; readonly sessionIdleMs: number };
/** What a browser gets: the token goes into its cookie and is never seen here again. */
export type SignedIn = { readonly token: string; readonly session: SessionRow; readonly person: PersonRow };
export type Signed = { readonly session: SessionRow; readonly person: PersonRow };

/** Use is written down at most this often. */
const TOUCH_MS = 60_000;

export class SessionKeeper {
  readonly #lucia: Lucia;
  readonly #store: Store;
  readonly #limits: SessionLimits;

  constructor(store: Store, limits: SessionLimits) {
    this.#store = store;
    this.#limits = limits;
    this.#lucia = new Lucia(adapterOf(store, limits), {
      sessionExpiresIn: new TimeSpan(limits.sessionMs, 'ms'),
    });
  }

  /** A new session with a new token, always: an id known before sign-in is worth nothing after it. */
  async begin(person: PersonRow): Promise<SignedIn> {
    const now = Date.now();
    this.#store.sessions.removeEnded(now, now - this.#limits.sessionIdleMs);
    const token = newSecret(25);
    const attributes = { createdAt: now, seenAt: now };
    const { id } = await this.#lucia.createSession(person.id, attributes, { sessionId: hashOf(token) });
    return { token, session: must(this.#store.sessions.get(id), 'a session just begun is there'), person };
  }

  /** The session of a token and its person, or null. With `touch: false` it does not count as use. */
  async find(token: string, { touch = true }: { readonly touch?: boolean } = {}): Promise<Signed | null> {
    if (token === '' || token.length > MAX_SECRET) return null;
    const { session } = await this.#lucia.validateSession(hashOf(token));
    if (!session) return null;
    const row = this.#store.sessions.get(session.id);
    const person = row && this.#store.people.get(row.person);
    if (!row || !person || person.disabled) return null;
    const now = Date.now();
    if (touch && now - row.seenAt >= TOUCH_MS) this.#store.sessions.setSeenAt(row.id, now);
    return { session: row, person };
  }

  end(id: string): Promise<void> {
    return this.#lucia.invalidateSession(id);
  }

  /** Ends all sessions of a person but one. */
  endOthers(person: PersonId, except: string | null): void {
    this.#store.sessions.removeOfPerson(person, except);
  }
}

function adapterOf({ sessions, people }: Store, { sessionIdleMs }: SessionLimits): Adapter {
  const asLucia = (row: SessionRow): DatabaseSession => ({
    id: row.id,
    userId: row.person,
    expiresAt: new Date(Math.min(row.expiresAt, row.seenAt + sessionIdleMs)),
    attributes: { createdAt: row.createdAt, seenAt: row.seenAt },
  });
  return {
    getSessionAndUser: async (id) => {
      const row = sessions.get(id);
      const person = row && people.get(row.person);
      return [row ? asLucia(row) : null, person ? { id: person.id, attributes: {} } : null];
    },
    getUserSessions: async (person) => sessions.ofPerson(person).map(asLucia),
    setSession: async ({ id, userId, expiresAt, attributes: { createdAt, seenAt } }) =>
      sessions.add({ id, person: userId, createdAt, expiresAt: expiresAt.getTime(), seenAt }),
    // lucia would slide the end with use. Ours is absolute; use is `seen_at`, written by `find`.
    updateSessionExpiration: async () => {},
    deleteSession: async (id) => sessions.remove(id),
    deleteUserSessions: async (person) => sessions.removeOfPerson(person),
    deleteExpiredSessions: async () => {
      const now = Date.now();
      sessions.removeEnded(now, now - sessionIdleMs);
    },
  };
}
