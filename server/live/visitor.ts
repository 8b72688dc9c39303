/** One socket at the live sessions of a study: who it is, what it is called, how much it may say. */
import type { PersonId } from '#lib/model/id.ts';
import { problem, Refusal, type ProblemCode } from '#lib/model/problem.ts';
import type { Role } from '#lib/model/role.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import { readFromLive, writeLive, type FromLive, type ToLive } from '#lib/protocol/live.ts';
import { BadMessage, CLOSE } from '#lib/protocol/messages.ts';
import { Budget } from '#server/rooms/budget.ts';
import type { RoomSocket } from '#server/rooms/rooms.ts';

/** Messages taken without a pause, and how many more each second: a hand that scrubs sends 15. */
const MESSAGES = { burst: 120, perSecond: 40 };
/** With more bytes than this on their way, the line is too slow to watch together. */
const BUFFERED_BYTES = 1024 * 1024;

export type Hears = {
  said(visitor: Visitor, message: FromLive): void;
  left(visitor: Visitor): void;
  /** Hearing it failed: our bug, or the disk. */
  broke(visitor: Visitor, thrown: unknown): void;
};

export class Visitor {
  readonly person: PersonId;
  readonly who: PersonAnswer;
  role: Role;
  /** What the page calls itself, also after its line broke; null before it has said so. */
  key: string | null = null;
  /** Where it sits in the session; null: it is not in it. */
  seat: string | null = null;
  readonly #socket: RoomSocket;
  readonly #budget = new Budget(MESSAGES, performance.now());
  #closed = false;

  constructor(socket: RoomSocket, who: PersonAnswer, role: Role, hears: Hears) {
    this.#socket = socket;
    this.person = who.id;
    this.who = who;
    this.role = role;
    socket.onClose(() => {
      this.#closed = true;
      hears.left(this);
    });
    socket.onMessage((bytes) => {
      if (!this.#closed) this.#hear(bytes, hears);
    });
    socket.resume();
  }

  send(message: ToLive): void {
    this.sendBytes(writeLive(message));
  }

  /** The same bytes for many. */
  sendBytes(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.#socket.bufferedAmount > BUFFERED_BYTES)
      return this.close(CLOSE.overloaded, 'The line is too slow.');
    this.#socket.send(bytes);
  }

  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close(code, reason);
  }

  #hear(bytes: Uint8Array, hears: Hears): void {
    if (this.#budget.take(1, performance.now()) > 0)
      return this.close(CLOSE.overloaded, 'Too many messages in a short time.');
    let about: string | null = null;
    try {
      const message = readFromLive(bytes);
      if (message.kind === 'decide') about = message.id;
      hears.said(this, message);
    } catch (thrown) {
      if (thrown instanceof BadMessage) return this.close(CLOSE.refused, thrown.message);
      if (!(thrown instanceof Refusal)) return hears.broke(this, thrown);
      const { code } = thrown.problem;
      this.send({ kind: 'refused', code, details: thrown.details, about });
    }
  }
}

/** Sends away one who may not be here any more. */
export function dismiss(visitor: Visitor, code: ProblemCode): void {
  visitor.close(code === 'not-signed-in' ? CLOSE.signedOut : CLOSE.gone, problem(code).sentence);
}
