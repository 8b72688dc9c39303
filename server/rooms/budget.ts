/** A bucket that fills with time: what is taken from it beyond its content has to be waited for. */

export class Budget {
  readonly #burst: number;
  readonly #perSecond: number;
  #content: number;
  #atMs: number;

  constructor({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }, nowMs: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#content = burst;
    this.#atMs = nowMs;
  }

  /** Whether nothing of it is used. */
  isFull(nowMs: number): boolean {
    return this.take(0, nowMs) === 0 && this.#content >= this.#burst;
  }

  /** Takes `amount`, also on credit; answers how long to wait until the debt is paid, in milliseconds. */
  take(amount: number, nowMs: number): number {
    const earned = (Math.max(0, nowMs - this.#atMs) / 1000) * this.#perSecond;
    this.#content = Math.min(this.#burst, this.#content + earned) - amount;
    this.#atMs = nowMs;
    return this.#content >= 0 ? 0 : (-this.#content / this.#perSecond) * 1000;
  }
}
