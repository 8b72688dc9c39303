/**
 * What somebody writes down as decided in a live session, until the server has it on disk or refuses it. Said on every
 * new line again, under the same name: it is in the log once.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { problem, type Problem } from '#lib/model/problem.ts';
import type { Decision, FromLive, ToLive } from '#lib/protocol/live.ts';

export type WrittenDown = {
  readonly decision: Decision;
  /**
   * `sending`: no answer yet, and it is sent again after a broken line · `logged`: in the log of the session, `at`
   * milliseconds since 1970 · `refused`: nowhere but here.
   */
  readonly state: 'sending' | { readonly logged: number } | { readonly refused: Problem };
};

/** A server that ends the line each time it is told something will not do better for being told for ever. */
const MAX_LINES = 5;

export class Decisions {
  readonly #last = new Cell<WrittenDown | null>(null);
  readonly #say: (message: FromLive) => void;
  #lines = 0;

  /** @param say sends on the line that is open; without one, what is said is lost */
  constructor(say: (message: FromLive) => void) {
    this.#say = say;
  }

  /** The newest one; null: none was written, or it was put aside. */
  get last(): Readable<WrittenDown | null> {
    return this.#last;
  }

  /** Sends it; the one before must have been answered. */
  write(decision: Decision): void {
    if (this.#last.value?.state === 'sending') return;
    this.#lines = 0;
    this.#send(decision);
  }

  /** The answer has been read. */
  putAside(): void {
    if (this.#last.value?.state !== 'sending') this.#last.set(null);
  }

  /** A line is open, and one's seat has been asked for: what was not answered is said again. */
  lineIsBack(): void {
    const last = this.#last.value;
    if (last?.state === 'sending') this.#send(last.decision);
  }

  /** Whether this was its answer. */
  heard(message: Extract<ToLive, { kind: 'logged' | 'refused' }>): boolean {
    const last = this.#last.value;
    const id = message.kind === 'logged' ? message.id : message.about;
    if (!last || last.decision.id !== id) return false;
    const { decision } = last;
    if (message.kind === 'logged') this.#last.set({ decision, state: { logged: message.at } });
    else if (last.state === 'sending')
      this.#last.set({ decision, state: { refused: problem(message.code, message.details) } });
    return true;
  }

  #send(decision: Decision): void {
    this.#lines += 1;
    const state = this.#lines > MAX_LINES ? { refused: problem('server-busy') } : 'sending';
    this.#last.set({ decision, state });
    if (state === 'sending') this.#say({ kind: 'decide', ...decision });
  }
}
