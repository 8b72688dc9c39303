/**
 * What a socket has said and its room has not heard yet. While anybody holds it, nothing more is read from the line:
 * the sender waits, nothing is refused and nothing piles up here but what the socket had already taken in.
 */

export type Line = { pause(): void; resume(): void };

export class Inbox {
  readonly #line: Line;
  readonly #hear: (bytes: Uint8Array) => void;
  #messages: Uint8Array[] = [];
  /** It begins held, as the line begins paused. */
  #holds = 1;
  #draining = false;

  constructor(line: Line, hear: (bytes: Uint8Array) => void) {
    this.#line = line;
    this.#hear = hear;
  }

  push(bytes: Uint8Array): void {
    this.#messages.push(bytes);
    this.#drain();
  }

  /** Stops it until `release` has been called as often. */
  hold(): void {
    if (this.#holds++ === 0) this.#line.pause();
  }

  release(): void {
    if (--this.#holds > 0) return;
    this.#line.resume();
    this.#drain();
  }

  /** Throws away what was not heard. */
  empty(): void {
    this.#messages = [];
  }

  #drain(): void {
    if (this.#draining) return; // the loop below goes on
    this.#draining = true;
    try {
      let next: Uint8Array | undefined;
      while (this.#holds === 0 && (next = this.#messages.shift())) this.#hear(next);
    } finally {
      this.#draining = false;
    }
  }
}
