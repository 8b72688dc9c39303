/**
 * The frame index of a source: one entry for each picture that a decoder really puts out, in that order. That order is
 * what "frame n" means, here and for whoever trains on the export.
 */
import type { Frame } from 'node-av/lib';
import { FrameIndex, type Timebase } from '#lib/model/frame-index.ts';
import { MAX_FRAME } from '#lib/model/time.ts';
import { ticks } from '../av/call.ts';
import { Unusable } from '../message.ts';

/** Gives each decoded picture its time: strictly ascending, repaired where the file's are not. */
export class FrameTimes {
  readonly #pts: number[] = [];
  #lastDuration = 0;
  /** Pictures whose time was missing or not after the one before. */
  repaired = 0;

  /** The time of the next decoded picture, in ticks. */
  add(frame: Frame): number {
    if (this.#pts.length >= MAX_FRAME)
      throw new Unusable('unsupported-video', `it has more than ${MAX_FRAME} pictures`);
    const last = this.#pts.at(-1);
    let pts = ticks(frame.bestEffortTimestamp);
    if (pts === undefined || (last !== undefined && pts <= last)) {
      this.repaired++;
      pts = last === undefined ? 0 : last + Math.max(1, this.#lastDuration);
    }
    this.#pts.push(pts);
    const duration = Number(frame.duration);
    if (duration > 0) this.#lastDuration = duration;
    return pts;
  }

  get count(): number {
    return this.#pts.length;
  }

  get first(): number {
    return this.#pts[0] ?? 0;
  }

  /** How long the last picture lasts: as it says itself, else as long as the one before. */
  get lastDuration(): number {
    const [before, last] = this.#pts.slice(-2);
    return Math.max(
      1,
      this.#lastDuration || (last !== undefined && before !== undefined ? last - before : 1),
    );
  }

  index(timebase: Timebase): FrameIndex {
    return new FrameIndex(timebase, Float64Array.from(this.#pts), this.lastDuration);
  }

  /** How the decoded pictures differ from the packets, for the report; null where they agree. */
  differsFrom(packets: readonly number[]): string | null {
    if (packets.length !== this.#pts.length) {
      return `${packets.length} pictures are in the file, ${this.#pts.length} can be decoded; those are the frames`;
    }
    const at = this.#pts.findIndex((pts, n) => pts !== packets[n]);
    return at < 0
      ? null
      : `frame ${at} is decoded with the time ${this.#pts[at]}, its packet says ${packets[at]}`;
  }
}
