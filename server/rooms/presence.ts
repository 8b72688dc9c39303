/**
 * Who is here and where they look: the room's own table. A member speaks for one client, its own; what it says is
 * decoded, checked and written anew with the name the server knows it by, so nobody can wear another's. Every stock
 * client sends back what it hears of the others: that is not heard.
 */
import type { PersonId } from '#lib/model/id.ts';
import { writePresence } from '#lib/protocol/messages.ts';
import { checkOwnPresence, MAX_PRESENCE_BYTES } from '#lib/protocol/presence.ts';
import { readAwareness, stateBytes, writeAwareness, type Said } from './awareness.ts';
import type { Limits } from './limits.ts';
import type { Member } from './member.ts';

type Entry = {
  member: Member;
  readonly client: number;
  /** Ours, not the client's: it grows with each change, also over a restart. */
  clock: number;
  /** Null for one that is gone; it is kept a while for those who did not hear it. */
  json: Uint8Array | null;
  atMs: number;
};

const GONE = stateBytes(null);
/** Who has not heard by then that somebody is gone has been let go. */
const TOMBSTONE_MS = 120_000;
/** Up to here everybody hears at full pace; with more people it slows down, at most so much. */
const FULL_PACE = 8;
const SLOWEST_MS = 200;

const text = new TextDecoder();

export class Presence {
  readonly #members: ReadonlySet<Member>;
  readonly #ownerOf: (client: number) => PersonId | undefined;
  readonly #limits: Limits;
  readonly #entries = new Map<number, Entry>();
  /** Who spoke for which client since the document was opened: an echo cannot bring back who has left. */
  readonly #speakers = new Map<number, PersonId>();
  readonly #changed = new Set<Entry>();
  #timer: NodeJS.Timeout | null = null;
  #toldAtMs = 0;

  constructor(
    members: ReadonlySet<Member>,
    ownerOf: (client: number) => PersonId | undefined,
    limits: Limits,
  ) {
    this.#members = members;
    this.#ownerOf = ownerOf;
    this.#limits = limits;
  }

  /** Takes what a member says of itself; what it says of others is not heard. Throws BadMessage. */
  hear(member: Member, states: Uint8Array): void {
    for (const said of readAwareness(states)) if (this.#isOwn(member, said)) this.#take(member, said);
  }

  /** Tells a member of all others who are here. */
  greet(member: Member): void {
    member.showOthers(
      this.#message(
        [...this.#entries.values()].filter(({ json }) => json),
        member,
      ),
    );
  }

  /** Everybody hears of everybody, so that no line is silent and no state grows old. */
  beat(): void {
    const now = Date.now();
    for (const [client, entry] of this.#entries) {
      if (entry.json) entry.clock = this.#clock(entry);
      else if (now - entry.atMs > TOMBSTONE_MS) this.#entries.delete(client);
    }
    for (const member of this.#members) {
      if (member.slow) member.missedPresence = true;
      else if (member.missedPresence) this.#catchUp(member);
      else this.greet(member);
    }
  }

  /** Says the same of a member under the name it has now. */
  rename(member: Member): void {
    const entry = member.client === null ? undefined : this.#entries.get(member.client);
    if (entry?.member === member && entry.json) this.#take(member, { ...entry, json: entry.json });
  }

  /** Takes away what a member said. */
  leave(member: Member): void {
    const entry = member.client === null ? undefined : this.#entries.get(member.client);
    if (entry?.member === member && entry.json) this.#set(entry, null);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** A member's client is the first it speaks for that nobody else has here. */
  #isOwn(member: Member, { client, json }: Said): boolean {
    if (member.client !== null) return member.client === client;
    const owner = this.#ownerOf(client) ?? this.#speakers.get(client);
    if ((owner !== undefined && owner !== member.person) || isNull(json)) return false;
    member.client = client;
    this.#speakers.set(client, member.person);
    // A line that broke may still be open here: the newer one of the same person speaks on.
    const before = this.#entries.get(client);
    this.#entries.set(client, {
      member,
      client,
      clock: before?.clock ?? 0,
      json: before?.json ?? null,
      atMs: 0,
    });
    return true;
  }

  #take(member: Member, { client, json }: Said): void {
    const entry = this.#entries.get(client);
    if (entry?.member !== member) return; // a newer line of the same client has taken over
    const own = json.byteLength > MAX_PRESENCE_BYTES ? undefined : checkOwnPresence(parse(json));
    const state = own && stateBytes({ ...own, person: member.who });
    const fits = state && state.byteLength <= MAX_PRESENCE_BYTES ? state : null;
    if (!same(fits, entry.json)) this.#set(entry, fits);
  }

  #set(entry: Entry, json: Uint8Array | null): void {
    entry.json = json;
    entry.atMs = Date.now();
    entry.clock = this.#clock(entry);
    this.#changed.add(entry);
    const pace = Math.min(
      Math.max(this.#limits.presenceMs, SLOWEST_MS),
      this.#limits.presenceMs * Math.max(1, this.#members.size / FULL_PACE),
    );
    this.#timer ??= setTimeout(() => this.#tell(), Math.max(0, this.#toldAtMs + pace - performance.now()));
  }

  #clock({ clock }: Entry): number {
    return Math.max(clock + 1, Date.now());
  }

  #tell(): void {
    this.#timer = null;
    this.#toldAtMs = performance.now();
    const changed = [...this.#changed];
    this.#changed.clear();
    const speakers = new Set(changed.map(({ member }) => member));
    const toAll = writePresence(writeAwareness(changed.map(saidOf)));
    for (const member of this.#members) {
      if (member.slow) member.missedPresence = true;
      else if (member.missedPresence) this.#catchUp(member);
      else if (!speakers.has(member)) member.showOthers(toAll);
      else if (speakers.size > 1) member.showOthers(this.#message(changed, member));
    }
  }

  /** All there is, also who has gone. */
  #catchUp(member: Member): void {
    member.missedPresence = false;
    member.showOthers(this.#message([...this.#entries.values()], member));
  }

  #message(entries: readonly Entry[], receiver: Member): Uint8Array {
    return writePresence(writeAwareness(entries.filter(({ member }) => member !== receiver).map(saidOf)));
  }
}

function saidOf({ client, clock, json }: Entry): Said {
  return { client, clock, json: json ?? GONE };
}

function same(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === b || (a !== null && b !== null && Buffer.compare(a, b) === 0);
}

function isNull(json: Uint8Array): boolean {
  return text.decode(json) === 'null';
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(json));
  } catch {
    return undefined; // what is no JSON is no presence
  }
}
