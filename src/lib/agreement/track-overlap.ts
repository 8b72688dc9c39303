/** How far two tracks are the same thing through time. */
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import type { Interval } from './interval-overlap.ts';
import { NEAR_PX, shapeOverlap } from './shape-overlap.ts';

/** Frames that are looked at; of more, so many in equal steps. */
export const MOST_SAMPLES = 200;

type Present = { readonly track: Track; readonly ranges: readonly Interval[] };

/**
 * Spatio-temporal overlap, 0 to 1: the mean of the shapes' overlap over all frames on which at least one of the two is
 * there, 0 where only one is. vIoU of Zhang et al. 2020 (Where Does It Exist, CVPR), with shape-overlap.ts for boxes.
 * Exact where both are there on at most 200 frames, else over 200 of those frames in equal steps. Symmetric.
 *
 * @param near for points, lines and skeletons, image pixels
 */
export function trackOverlap(a: Present, b: Present, near = NEAR_PX): number {
  if (!meet(a.ranges, b.ranges)) return 0;
  const ranges = united([...a.ranges, ...b.ranges]);
  const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const samples = Math.min(total, MOST_SAMPLES);
  let sum = 0;
  for (let n = 0; n < samples; n++) {
    const frame = frameAt(ranges, Math.floor(((n + 0.5) * total) / samples)) as Frame;
    const [one, other] = [stateAt(a.track.keyframes, frame), stateAt(b.track.keyframes, frame)];
    if (one && other) sum += shapeOverlap(one.shape, other.shape, near);
  }
  return samples > 0 ? sum / samples : 0;
}

function meet(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.some((one) => b.some((other) => one.start < other.end && other.start < one.end));
}

function united(ranges: readonly Interval[]): readonly Interval[] {
  const all: Interval[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && range.start <= last.end)
      all[all.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else all.push(range);
  }
  return all;
}

/** The frame at a place, counted over the ranges. */
function frameAt(ranges: readonly Interval[], place: number): number {
  let left = place;
  for (const { start, end } of ranges) {
    if (left < end - start) return start + left;
    left -= end - start;
  }
  return ranges.at(-1)?.end ?? 0;
}
