/** Which way the playhead is going. Somebody who nudges to and fro goes nowhere: it takes a few steps to turn. */
import type { Travel } from './window.ts';

const MOST = 6;
const ENOUGH = 3;

export class Momentum {
  #at: number | null = null;
  #momentum = 0;

  /** @param jump from this many frames on a step is a jump, after which nothing is known */
  move(frame: number, jump: number): Travel {
    const step = this.#at === null ? Infinity : frame - this.#at;
    this.#at = frame;
    this.#momentum =
      Math.abs(step) >= jump ? 0 : Math.max(-MOST, Math.min(MOST, this.#momentum + Math.sign(step)));
    if (Math.abs(this.#momentum) < ENOUGH) return 0;
    return this.#momentum > 0 ? 1 : -1;
  }
}
