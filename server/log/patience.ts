/** How long the server may stand still for the disk: a share of its time, saved up while there is nothing to wait for. */

/** `share` of the time, at most `mostMs` of it saved up. */
export type PatienceRule = { readonly share: number; readonly mostMs: number };

export class Patience {
  readonly #share: number;
  readonly #mostMs: number;
  #leftMs: number;
  #atMs: number;
  #usedUp = false;

  constructor({ share, mostMs }: PatienceRule, nowMs: number) {
    this.#share = share;
    this.#mostMs = mostMs;
    this.#leftMs = mostMs;
    this.#atMs = nowMs;
  }

  /** Whether one more wait is in order. Once used up it has to be half there again: to change the way costs too. */
  has(nowMs: number): boolean {
    this.#leftMs = Math.min(this.#mostMs, this.#leftMs + this.#share * Math.max(0, nowMs - this.#atMs));
    this.#atMs = nowMs;
    this.#usedUp = this.#leftMs <= (this.#usedUp ? this.#mostMs / 2 : 0);
    return !this.#usedUp;
  }

  /** So long it took. A single wait may be longer than what is left; it is paid back. */
  spend(ms: number): void {
    this.#leftMs -= ms;
  }
}
