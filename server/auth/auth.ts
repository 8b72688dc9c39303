/**
 * Who somebody is: sign-in by password or one-time link, sessions, tokens of programs. What they may do is access.ts.
 * Whoever holds a line open (rooms, sockets) follows `onRevoked` and asks again.
 */
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { ChangeList } from '#server/store/changes.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Store } from '#server/store/store.ts';
import type { TokenRow } from '#server/store/tokens.ts';
import { GuestLinks } from './guest-links.ts';
import { SignInLinks } from './links.ts';
import { checkPassword, hashPassword, passwordFits } from './passwords.ts';
import { SessionKeeper, type SessionLimits, type Signed, type SignedIn } from './sessions.ts';
import { Throttle } from './throttle.ts';
import { ApiTokens } from './tokens.ts';

export type Credentials = {
  readonly login: string;
  readonly password: string;
  /** The IP address they came from. */
  readonly address: string;
};

function personSubject(person: PersonRow | undefined): string | null {
  return person ? `person:${person.id}` : null;
}

export class Auth {
  readonly #store: Store;
  readonly #sessions: SessionKeeper;
  readonly #links: SignInLinks;
  readonly #tokens: ApiTokens;
  readonly #throttle: Throttle;
  /** People from outside. */
  readonly guests: GuestLinks;
  readonly #revoked = new ChangeList<PersonId>();

  constructor(store: Store, limits: SessionLimits) {
    this.#store = store;
    this.#sessions = new SessionKeeper(store, limits);
    this.#links = new SignInLinks(store);
    this.#tokens = new ApiTokens(store);
    this.guests = new GuestLinks(store);
    this.#throttle = new Throttle(store.attempts);
    store.people.changes.subscribe((person) => this.#revoked.tell(person));
    store.members.changes.subscribe((person) => this.#revoked.tell(person));
    store.groups.changes.subscribe((person) => this.#revoked.tell(person));
  }

  /** Refuses `wrong-credentials`, the same for a wrong name and a wrong password, or `too-many-attempts`. */
  async signIn({ login, password, address }: Credentials): Promise<SignedIn> {
    const attempt = this.#throttle.begin(login, address);
    const person = this.#store.people.byLogin(login.trim());
    const hash = person && !person.disabled ? this.#store.people.passwordHash(person.id) : undefined;
    const fits = await passwordFits(hash, password);
    if (!person || !fits) {
      // No login: people type passwords there.
      this.#store.audit.record({
        action: 'sign-in.failed',
        by: null,
        address,
        subject: personSubject(person),
      });
      throw new Refusal('wrong-credentials');
    }
    attempt.succeeded();
    this.#store.audit.record({ action: 'sign-in', by: person.id, address });
    return this.#sessions.begin(person);
  }

  /** Uses a link up. Refuses `link-used`. */
  signInByLink(token: string): Promise<SignedIn> {
    return this.#sessions.begin(this.#links.use(token));
  }

  /** Lets somebody in by a guest link. Refuses `link-used`, `bad-request`. */
  async enterAsGuest(token: string, name: string): Promise<SignedIn> {
    return this.#sessions.begin(this.guests.enter(token, name).person);
  }

  /** Whose link it is, while it can be used; for the page that asks before it uses it. */
  linkPerson(token: string): PersonRow | null {
    return this.#links.personOf(token);
  }

  /** The session of a cookie's token. `touch: false` for a look that is no use, like a check of an open socket. */
  session(token: string, options?: { readonly touch?: boolean }): Promise<Signed | null> {
    return this.#sessions.find(token, options);
  }

  async signOut(sessionId: string): Promise<void> {
    const row = this.#store.sessions.get(sessionId);
    await this.#sessions.end(sessionId);
    if (row) this.#revoked.tell(row.person);
  }

  /** Sets a password, ends all sessions of the person and begins a new one. Refuses `bad-request` for a weak one. */
  async setPassword(person: PersonRow, password: string): Promise<SignedIn> {
    checkPassword(password, person.login);
    this.#store.people.setPasswordHash(person.id, await hashPassword(password));
    this.#sessions.endOthers(person.id, null);
    const signedIn = await this.#sessions.begin(person);
    this.#revoked.tell(person.id);
    return signedIn;
  }

  /** Whether this is the person's password; counts as an attempt. */
  async confirmPassword(person: PersonRow, password: string, address: string): Promise<boolean> {
    const attempt = this.#throttle.begin(person.login, address);
    const fits = await passwordFits(this.#store.people.passwordHash(person.id), password);
    if (fits) attempt.succeeded();
    return fits;
  }

  /** The token of a one-time link: `/link/<token>`. */
  createLink(person: PersonId): string {
    return this.#links.create(person);
  }

  /** A personal API token, `lp_…`, told once. */
  createToken(person: PersonId, name: string, days: number): string {
    return this.#tokens.create(person, name, days);
  }

  tokensOf(person: PersonId): readonly TokenRow[] {
    return this.#tokens.listOf(person);
  }

  removeToken(person: PersonId, hash: string): boolean {
    const removed = this.#tokens.remove(person, hash);
    if (removed) this.#revoked.tell(person);
    return removed;
  }

  /** The person a bearer token stands for, or null. */
  bearer(token: string): PersonRow | null {
    return this.#tokens.personOf(token);
  }

  /** Told the person whose session, token or rights may have ended. The answer ends it. */
  onRevoked(listener: (person: PersonId) => void): () => void {
    return this.#revoked.subscribe(listener);
  }
}
