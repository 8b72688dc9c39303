/**
 * How much faster or slower a picture that is behind or ahead has to run to be in step again without anybody noticing.
 * Pictures come at whole frames and when the machine gets to it, so it goes by the middle of several.
 */

/** Pictures looked at before anything is done. */
const LOOKS = 7;
/** What is behind is made up for in about this time, in milliseconds. */
const MADE_UP_MS = 700;
/** More than this much faster or slower would be heard and seen. */
const MOST = 0.12;
/** Behind or ahead by so much of a frame is in step: nothing is done. */
const NEAR = 0.3;

export class Pacer {
  #lags: number[] = [];
  #lagMs: number | null = null;

  /** How far the pictures are behind, in milliseconds of the video; null while that is not known. */
  get lagMs(): number | null {
    return this.#lagMs;
  }

  /** Begins anew, after a jump or a pause. */
  reset(): void {
    this.#lags = [];
    this.#lagMs = null;
  }

  /**
   * A picture came. Answers what to multiply the speed with from now on; undefined: go on as before.
   *
   * @param lagMs how far behind it came, milliseconds of the video; negative: too early
   * @param frameMs how long its frame lasts
   * @param speed of playing, positive
   */
  look(lagMs: number, frameMs: number, speed: number): number | undefined {
    this.#lags.push(lagMs);
    if (this.#lags.length < LOOKS) return undefined;
    const middle = [...this.#lags].sort((a, b) => a - b)[LOOKS >> 1] ?? 0;
    this.#lags = [];
    this.#lagMs = middle;
    if (Math.abs(middle) <= frameMs * NEAR) return 1;
    return 1 + Math.max(-MOST, Math.min(MOST, middle / speed / MADE_UP_MS));
  }
}
