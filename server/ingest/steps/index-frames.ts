/**
 * The frame index of a source: one entry for each picture that a decoder really puts out, in that order. That order is
 * what "frame n" means, here and for whoever trains on the export.
 */
import { FrameIndex, type Timebase } from '#lib/model/frame-index.ts';
import { MAX_FRAME } from '#lib/model/time.ts';
import { MAX_SECONDS } from '../av/allowed.ts';
import { Unusable } from '../message.ts';

/** A step forward that is longer comes from a clock that jumps, not from a picture that is looked at for so long. */
const MAX_STEP_SECONDS = 3600;
/** A step back by no more pictures is one wrong time; a longer one, a clock that began anew. */
const MAX_BACK_PICTURES = 2;
/** Times beyond this many ticks cannot be told apart, and none that was measured is so large. */
const MAX_TICKS = 2 ** 50;

/** Gives each decoded picture its time: as in the file, strictly ascending; put right where the file's is not. */
export class FrameTimes {
  readonly #timebase: Timebase;
  readonly #pts: number[] = [];
  #lastDuration = 0;
  /** What must be added to the file's clock since it last jumped, and what had to be before. */
  #offset = 0;
  #offsetBefore = 0;
  /** Pictures whose time was missing or could not be. */
  retimed = 0;

  constructor(timebase: Timebase) {
    this.#timebase = timebase;
  }

  /**
   * The time of the next decoded picture, in ticks.
   * @param said its time in the file; undefined where there is none
   * @param duration as it says itself; 0 where it does not
   */
  add(said: number | undefined, duration: number): number {
    if (this.#pts.length >= MAX_FRAME)
      throw new Unusable('unsupported-video', `it has more than ${MAX_FRAME} pictures`);
    const pts = this.#placed(said !== undefined && Math.abs(said) <= MAX_TICKS ? said : undefined);
    if (said === undefined || pts !== said + this.#offset) this.retimed++;
    this.#pts.push(pts);
    if (duration > 0 && duration < this.#ticks(MAX_STEP_SECONDS)) this.#lastDuration = duration;
    return pts;
  }

  #placed(said: number | undefined): number {
    const last = this.#pts.at(-1);
    if (last === undefined) return said ?? 0;
    const next = last + this.lastDuration;
    if (said === undefined) return next;
    const step = said + this.#offset - last;
    const stepBefore = said + this.#offsetBefore - last;
    const most = this.#ticks(MAX_STEP_SECONDS);
    if (stepBefore > 0 && stepBefore <= most && (step <= 0 || stepBefore < step)) {
      this.#offset = this.#offsetBefore; // it was one wrong time, not the clock
      return last + stepBefore;
    }
    if (step > 0 && step <= most) return last + step;
    if (step <= 0 && step >= -MAX_BACK_PICTURES * this.lastDuration) return last + 1;
    this.#offsetBefore = this.#offset;
    this.#offset = next - said;
    this.retimed++;
    return next;
  }

  get count(): number {
    return this.#pts.length;
  }

  /** How long the last picture lasts: as it says itself, else as long as the one before. */
  get lastDuration(): number {
    const [before, last] = this.#pts.slice(-2);
    return Math.max(
      1,
      this.#lastDuration || (last !== undefined && before !== undefined ? last - before : 1),
    );
  }

  /** Refuses what lasts longer than a day. */
  index(): FrameIndex {
    if (this.#pts.length === 0) throw new Unusable('no-video', 'not one picture in it can be decoded');
    const index = new FrameIndex(this.#timebase, Float64Array.from(this.#pts), this.lastDuration);
    const hours = index.durationMs / 3600_000;
    if (hours > MAX_SECONDS / 3600)
      throw new Unusable('unsupported-video', `it lasts ${hours.toFixed(1)} hours, more than 24`);
    return index;
  }

  /** The first picture whose time is not that of its packet; null where they agree. */
  differsFrom(packets: readonly number[]): string | null {
    const at = this.#pts.findIndex((pts, n) => pts !== packets[n]);
    return at < 0
      ? null
      : `frame ${at} is decoded with the time ${this.#pts[at]}, its packet says ${packets[at]}`;
  }

  #ticks(seconds: number): number {
    return (seconds * this.#timebase.den) / this.#timebase.num;
  }
}
