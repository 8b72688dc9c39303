/** Runs backwards: in each animation frame says which frame it is time for, as far as pictures keep up. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';

/** Without a new picture for so long the clock stands still: it would run away from them. */
const PATIENCE_MS = 400;

export class ReverseRun {
  readonly rate: number;
  readonly #index: FrameIndex;
  readonly #show: (wanted: Frame) => Frame;
  #request = 0;
  #stopped = false;
  /** Where the clock was, in milliseconds of the video, and since when. */
  #from: { readonly timeMs: number; readonly since: number };
  #factor = 1;
  #shown: { readonly frame: Frame; readonly since: number };

  /**
   * @param rate speed, above 0
   * @param show shows the wanted frame or the nearest there is, and answers which one is shown now; it may stop the run
   */
  constructor(index: FrameIndex, from: Frame, rate: number, show: (wanted: Frame) => Frame) {
    this.#index = index;
    this.rate = rate;
    this.#show = show;
    this.#shown = { frame: from, since: performance.now() };
    this.#from = { timeMs: index.timeMs(from), since: this.#shown.since };
    this.#next();
  }

  /** Runs that many times as fast from now on, from where the clock is. */
  bend(factor: number): void {
    const now = performance.now();
    this.#from = { timeMs: this.#clockMs(now), since: now };
    this.#factor = factor;
  }

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#request);
  }

  #next(): void {
    this.#request = requestAnimationFrame(() => this.#step());
  }

  #step(): void {
    const now = performance.now();
    const shown = this.#show(this.#index.frameAt(this.#clockMs(now)));
    if (this.#stopped) return;
    if (shown !== this.#shown.frame) this.#shown = { frame: shown, since: now };
    else if (now - this.#shown.since > PATIENCE_MS)
      this.#from = { timeMs: this.#index.timeMs(shown), since: now };
    this.#next();
  }

  #clockMs(now: number): number {
    return this.#from.timeMs - (now - this.#from.since) * this.rate * this.#factor;
  }
}
