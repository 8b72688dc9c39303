/** One socket in a room: who it is, what it may do, how far it has come. */
import type { PersonId } from '#lib/model/id.ts';
import { problem, type ProblemCode, type ProblemDetails } from '#lib/model/problem.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import { CLOSE, writeToClient, type ToClient } from '#lib/protocol/messages.ts';
import type { RoomGrant } from '#server/auth/access.ts';
import { Budget } from './budget.ts';
import { Inbox } from './inbox.ts';
import type { Limits } from './limits.ts';

/** A line to one program, as a room sees it. */
export interface RoomSocket {
  /** Bytes that are not on their way yet. */
  readonly bufferedAmount: number;
  send(bytes: Uint8Array): void;
  /** The reason may be shortened. */
  close(code: number, reason: string): void;
  /** Stops reading, so that the sender has to wait. It also begins so. */
  pause(): void;
  resume(): void;
  /** From now on it is read. */
  onMessage(listener: (bytes: Uint8Array) => void): void;
  onClose(listener: () => void): void;
}

export type Joining = {
  readonly socket: RoomSocket;
  readonly person: PersonId;
  readonly who: PersonAnswer;
  readonly grant: RoomGrant;
  /** Whether it understands our own messages. */
  readonly loupe: boolean;
};

/** Presence is cheap; an answer costs its bytes besides. */
const PRESENCE_COST = 0.25;

export class Member {
  readonly person: PersonId;
  readonly loupe: boolean;
  who: PersonAnswer;
  grant: RoomGrant;
  /** Edits it has sent. */
  edits = 0;
  /** State vectors of ours that it has not answered yet. */
  owed = 0;
  /** Something it sent was dropped: until it has answered our last state vector, the rest would lie behind a gap. */
  behind = false;
  /** It has the document, and gets what comes after it. */
  following = false;
  /** Its own client in presence; null until it has spoken. */
  client: number | null = null;
  /** Presence was left out, for it was slow. */
  missedPresence = false;

  readonly #socket: RoomSocket;
  readonly #limits: Limits;
  readonly #inbox: Inbox;
  readonly #onEnd: () => void;
  readonly #budget: { readonly edits: Budget; readonly bytes: Budget };
  #hear: (bytes: Uint8Array) => void = () => undefined;
  #timers = new Set<NodeJS.Timeout>();
  #closed = false;
  /** State vectors of ours that name what is no longer there, and that it has not answered yet. */
  #outdated = 0;
  #sent = 0;
  #largest = 0;
  #progress = { through: 0, atMs: performance.now() };

  /** `onEnd` is called once, when the line has ended or is being ended. */
  constructor({ socket, person, who, grant, loupe }: Joining, limits: Limits, onEnd: () => void) {
    this.person = person;
    this.who = who;
    this.grant = grant;
    this.loupe = loupe;
    this.#socket = socket;
    this.#limits = limits;
    const now = performance.now();
    this.#budget = { edits: new Budget(limits.edits, now), bytes: new Budget(limits.bytes, now) };
    this.#onEnd = onEnd;
    this.#inbox = new Inbox(socket, (bytes) => this.#hear(bytes));
    socket.onClose(() => this.#end());
  }

  /** Begins to read the line. */
  listen(hear: (bytes: Uint8Array) => void): void {
    if (this.#closed) return;
    this.#hear = hear;
    this.#socket.onMessage((bytes) => {
      if (!this.#closed) this.#inbox.push(bytes);
    });
    this.#inbox.release();
  }

  /** Stops reading until `release` has been called as often. */
  hold(): void {
    if (!this.#closed) this.#inbox.hold();
  }

  release(): void {
    if (!this.#closed) this.#inbox.release();
  }

  /** Charges what it said or asked for; beyond its budget it has to wait. */
  charge({ edit, bytes }: { readonly edit: boolean; readonly bytes: number }): void {
    const now = performance.now();
    const wait = Math.max(
      this.#budget.edits.take(edit ? 1 : PRESENCE_COST, now),
      this.#budget.bytes.take(bytes, now),
    );
    this.wait(wait);
  }

  /** Is not heard for so long; who would have to wait too long is let go. */
  wait(ms: number): void {
    if (ms <= 0 || this.#closed) return;
    if (ms > this.#limits.longestWaitMs) return this.close(CLOSE.overloaded, problem('server-busy').sentence);
    this.hold();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.release();
    }, ms);
    this.#timers.add(timer);
  }

  /**
   * It has answered a state vector: whether that one still holds. The answer to our last one holds all that was
   * dropped before it.
   */
  answered(): boolean {
    if (this.owed > 0) this.owed--;
    if (this.#outdated > 0) {
      this.#outdated--;
      return false;
    }
    if (this.owed === 0) this.behind = false;
    return true;
  }

  /** The document has lost what it had: answers to what it was asked before may build on that. */
  outdate(): void {
    this.#outdated = this.owed;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Bytes on their way are many: what can be left out is. */
  get slow(): boolean {
    return this.#socket.bufferedAmount > this.#limits.skipPresenceBytes;
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#socket.send(bytes);
    this.#sent += bytes.byteLength;
    this.#largest = Math.max(this.#largest, bytes.byteLength);
    if (this.#socket.bufferedAmount > this.#limits.bufferedBytes + this.#largest)
      this.close(CLOSE.overloaded, 'The line is too slow for what happens here.');
  }

  /** One of our own messages, to who understands them. */
  tell(message: ToClient): void {
    if (this.loupe) this.send(writeToClient(this.grant.nameless ? unnamed(message, this.person) : message));
  }

  /** What others say of themselves; nothing to who is not to learn who they are. */
  showOthers(presence: Uint8Array): void {
    if (!this.grant.nameless) this.send(presence);
  }

  /** Lets go of it when nothing has gone through for long; a large message gets longer. */
  checkProgress(nowMs: number): void {
    const buffered = this.#socket.bufferedAmount;
    const through = this.#sent - buffered;
    if (buffered === 0 || through > this.#progress.through) this.#progress = { through, atMs: nowMs };
    else if (nowMs - this.#progress.atMs > this.#limits.stalledMs + buffered / BYTES_PER_MS)
      this.close(CLOSE.overloaded, 'The line does not take anything any more.');
  }

  /** Says why an edit was refused and ends the line. */
  refuse(ordinal: number, code: ProblemCode, details: ProblemDetails): void {
    this.tell({ kind: 'refused', ordinal, code, details });
    this.close(code === 'too-large' ? CLOSE.tooLarge : CLOSE.refused, problem(code, details).sentence);
  }

  /** Ends the line; what it still sends is not heard. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#end();
    this.#socket.close(code, reason);
    this.#socket.resume(); // its goodbye has to be read
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbox.empty();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#onEnd();
  }
}

/** A message without all names but one. */
function unnamed(message: ToClient, own: PersonId): ToClient {
  if (message.kind !== 'authors') return message;
  return { ...message, authors: message.authors.filter(([, { id }]) => id === own) };
}

/** A line slower than this is of no use for a document that large. */
const BYTES_PER_MS = 250;
