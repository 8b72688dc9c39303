/**
 * How much faster or slower a picture that is behind or ahead has to run to be in step again without anybody noticing.
 * Pictures come at whole frames and when the machine gets to it, so it goes by the middle of several.
 */

/** Pictures looked at before anything is done; on a machine that paints seldom fewer, once it has taken so long. */
const LOOKS = 7;
const LEAST_LOOKS = 3;
const LOOKED_MS = 400;
/** What is behind is made up for in about this time, in milliseconds, and never before the next look can be had. */
const MADE_UP_MS = 700;
const LOOKS_TO_MAKE_UP = 1.5;
/** More than this much faster or slower would be heard and seen. */
const MOST = 0.12;
/** Behind or ahead by so much of a frame is in step: nothing is done. */
const NEAR = 0.1;

export class Pacer {
  #lags: number[] = [];
  #sinceMs: number | null = null;
  #lagMs: number | null = null;

  /** How far the pictures are behind, in milliseconds of the video; null while that is not known. */
  get lagMs(): number | null {
    return this.#lagMs;
  }

  /** Begins anew, after a jump or a pause. */
  reset(): void {
    this.#lags = [];
    this.#sinceMs = null;
    this.#lagMs = null;
  }

  /**
   * A picture came. Answers what to multiply the speed with from now on; undefined: go on as before.
   *
   * @param lagMs how far behind it came, milliseconds of the video; negative: too early
   * @param frameMs how long its frame lasts
   * @param speed of playing, positive
   * @param nowMs when it came, milliseconds from any origin
   */
  look(lagMs: number, frameMs: number, speed: number, nowMs: number): number | undefined {
    this.#sinceMs ??= nowMs;
    const tookMs = nowMs - this.#sinceMs;
    this.#lags.push(lagMs);
    const seen = this.#lags.length;
    if (seen < LEAST_LOOKS || (seen < LOOKS && tookMs < LOOKED_MS)) return undefined;
    const middle = [...this.#lags].sort((a, b) => a - b)[seen >> 1] ?? 0;
    this.#lags = [];
    this.#sinceMs = nowMs;
    this.#lagMs = middle;
    if (Math.abs(middle) <= frameMs * NEAR) return 1;
    const overMs = Math.max(MADE_UP_MS, tookMs * LOOKS_TO_MAKE_UP);
    return 1 + Math.max(-MOST, Math.min(MOST, middle / speed / overMs));
  }
}
