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
  #from: { readonly frame: Frame; readonly since: number };
  #shown: { readonly frame: Frame; readonly since: number };

  /**
   * @param rate speed, above 0
   * @param show shows the wanted frame or the nearest there is, and answers which one is shown now; it may stop the run
   */
  constructor(index: FrameIndex, from: Frame, rate: number, show: (wanted: Frame) => Frame) {
    this.#index = index;
    this.rate = rate;
    this.#show = show;
    this.#from = this.#shown = { frame: from, since: performance.now() };
    this.#next();
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
    const { frame, since } = this.#from;
    const shown = this.#show(this.#index.frameAt(this.#index.timeMs(frame) - (now - since) * this.rate));
    if (this.#stopped) return;
    if (shown !== this.#shown.frame) this.#shown = { frame: shown, since: now };
    else if (now - this.#shown.since > PATIENCE_MS) this.#from = { frame: shown, since: now };
    this.#next();
  }
}
