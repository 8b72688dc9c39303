/** How far two tracks are the same thing through time. */
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import type { Interval } from './interval-overlap.ts';
import { NEAR_PX, shapeOverlap } from './shape-overlap.ts';

/** Most frames that are looked at; of more, those of a grid of 2, 4, 8 … frames. */
export const MOST_SAMPLES = 200;

type Present = { readonly track: Track; readonly ranges: readonly Interval[] };

/**
 * Spatio-temporal overlap, 0 to 1: the mean of the shapes' overlap over all frames on which at least one of the two is
 * there, 0 where only one is. vIoU of Zhang et al. 2020 (Where Does It Exist, CVPR), with shape-overlap.ts for boxes.
 * Exact where one of the two is there on at most 200 frames in all, else over 50 to 200 of them in equal steps. Symmetric.
 *
 * @param near for points, lines and skeletons, image pixels
 */
export function trackOverlap(a: Present, b: Present, near = NEAR_PX): number {
  if (!meet(a.ranges, b.ranges)) return 0;
  const frames = framesToLookAt(united([...a.ranges, ...b.ranges]));
  let sum = 0;
  for (const frame of frames) {
    const [one, other] = [shapeAt(a.track, frame), shapeAt(b.track, frame)];
    if (one && other) sum += shapeOverlap(one, other, near);
  }
  return frames.length > 0 ? sum / frames.length : 0;
}

/** The same frames for every pair of tracks, as far as can be: what a track is on one is worked out once. */
function framesToLookAt(ranges: readonly Interval[]): readonly number[] {
  const total = ranges.reduce((all, { start, end }) => all + end - start, 0);
  let step = 1;
  while (total / step > MOST_SAMPLES) step *= 2;
  let frames = onGrid(ranges, step);
  // Ranges that are shorter than a step may all lie beside the grid.
  while (step > 1 && frames.length < MOST_SAMPLES / 4) {
    step /= 2;
    frames = onGrid(ranges, step);
  }
  return frames;
}

/** The frames of ranges that lie in the middle of a step. */
function onGrid(ranges: readonly Interval[], step: number): readonly number[] {
  const middle = Math.floor(step / 2);
  const frames: number[] = [];
  for (const { start, end } of ranges) {
    const first = Math.ceil((start - middle) / step) * step + middle;
    for (let frame = first; frame < end; frame += step) frames.push(frame);
  }
  return frames;
}

/** Shapes that were worked out, by frame; null: the track is not there. Gone with the track. */
const known = new WeakMap<Track, Map<number, Shape | null>>();

function shapeAt(track: Track, frame: number): Shape | null {
  const shapes = known.get(track) ?? new Map<number, Shape | null>();
  known.set(track, shapes);
  const found = shapes.get(frame);
  if (found !== undefined) return found;
  const made = stateAt(track.keyframes, frame as Frame)?.shape ?? null;
  shapes.set(frame, made);
  return made;
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
