/** The few best of very many, without putting the many in order; of equal ones the first that came. */
import type { Entry } from './entries.ts';

export class Best {
  readonly #most: number;
  readonly #kept: { readonly entry: Entry; readonly score: number }[] = [];
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(entry: Entry, score: number): void {
    this.#count += 1;
    const worst = this.#kept.at(-1);
    if (worst && this.#kept.length === this.#most && score <= worst.score) return;
    const at = this.#kept.findIndex((one) => one.score < score);
    this.#kept.splice(at < 0 ? this.#kept.length : at, 0, { entry, score });
    if (this.#kept.length > this.#most) this.#kept.pop();
  }

  /** The best first. */
  get entries(): readonly Entry[] {
    return this.#kept.map(({ entry }) => entry);
  }

  /** Of the best one; 0 where there is none. */
  get score(): number {
    return this.#kept[0]?.score ?? 0;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }
}
