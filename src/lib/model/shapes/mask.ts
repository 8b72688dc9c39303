/** Any region of the picture, pixel by pixel: what no outline follows. Stored as runs; it holds, nothing lies between two. */
import { coordinate, MAX_COORDINATE, type ImagePoint } from '../geometry.ts';
import type { ShapeField, ShapeOps } from '../shape.ts';
import { Bitmap } from './bitmap.ts';

/**
 * Whole pixels: the upright rectangle around it, which it touches on all four sides, and in it, row after row from the
 * top left, how many pixels are outside, then inside, and so on by turns. Only the first run may be 0.
 */
export type Mask = {
  readonly kind: 'mask';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly runs: readonly number[];
};

/** Most runs of one. */
export const MAX_RUNS = 16_000;
/** Most pixels of the rectangle around one: more than a picture of 8K has. Nothing larger is decoded. */
export const MAX_MASK_PIXELS = 40_000_000;

/** Where each run ends, and how many pixels are inside. */
type Known = { readonly ends: Uint32Array; readonly area: number };
const known = new WeakMap<Mask, Known>();

function knownOf(mask: Mask): Known {
  const found = known.get(mask);
  if (found) return found;
  const ends = new Uint32Array(mask.runs.length);
  let [end, area] = [0, 0];
  for (const [n, run] of mask.runs.entries()) {
    end += run;
    ends[n] = end;
    if (n % 2 === 1) area += run;
  }
  const made = { ends, area };
  known.set(mask, made);
  return made;
}

/** Whether the pixel in which a point lies is inside. O(log runs). */
function isIn(mask: Mask, { x, y }: ImagePoint): boolean {
  const [column, row] = [Math.floor(x) - mask.x, Math.floor(y) - mask.y];
  if (column < 0 || row < 0 || column >= mask.w || row >= mask.h) return false;
  const at = row * mask.w + column;
  const { ends } = knownOf(mask);
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

/** A mask of what is set; undefined where nothing is, or where it takes too many runs. */
export function maskOf(bitmap: Bitmap): Mask | undefined {
  const rect = bitmap.bounds();
  if (!rect || rect.w * rect.h > MAX_MASK_PIXELS) return undefined;
  const runs = bitmap.runs(rect, MAX_RUNS);
  return runs && { kind: 'mask', ...rect, runs };
}

/** Each run that is inside, as places in the rectangle row after row: from `start` up to `end`. */
export function* insideRuns({
  runs,
}: Omit<Mask, 'kind'>): Generator<readonly [start: number, end: number], void, void> {
  let at = 0;
  for (const [n, run] of runs.entries()) {
    if (n % 2 === 1) yield [at, at + run];
    at += run;
  }
}

/** Sets its pixels, as far as they lie on the bitmap. */
export function drawMask(bitmap: Bitmap, mask: Omit<Mask, 'kind'>, value: 0 | 1 = 1): void {
  for (const [start, end] of insideRuns(mask)) {
    for (let at = start; at < end;) {
      const row = Math.floor(at / mask.w);
      const stop = Math.min(end, (row + 1) * mask.w);
      bitmap.fillRow(mask.y + row, mask.x + at - row * mask.w, mask.x + stop - row * mask.w, value);
      at = stop;
    }
  }
}

/** Whether runs fill their rectangle exactly and touch its four sides. */
function fits(w: number, h: number, runs: readonly number[]): boolean {
  let [at, left, right, top, bottom] = [0, false, false, false, false];
  for (const [n, run] of runs.entries()) {
    if (!Number.isInteger(run) || run < (n === 0 ? 0 : 1)) return false;
    const end = at + run;
    if (end > w * h) return false;
    if (n % 2 === 1) {
      const crosses = end > (Math.floor(at / w) + 1) * w;
      left ||= crosses || at % w === 0;
      right ||= crosses || end % w === 0;
      top ||= at < w;
      bottom ||= end > (h - 1) * w;
    }
    at = end;
  }
  return at === w * h && left && right && top && bottom;
}

/** As wide and high as asked: each new pixel is what lies at its middle. */
function scaled(mask: Mask, w: number, h: number): Mask {
  const to = new Bitmap({ x: mask.x, y: mask.y, w, h });
  for (let row = 0; row < h; row++)
    for (let column = 0; column < w; column++) {
      const at = { x: mask.x + ((column + 0.5) * mask.w) / w, y: mask.y + ((row + 0.5) * mask.h) / h };
      if (isIn(mask, at)) to.fillRow(mask.y + row, mask.x + column, mask.x + column + 1, 1);
    }
  return maskOf(to) ?? mask;
}

function moved(mask: Mask, x: number, y: number): Mask {
  return { ...mask, x: coordinate(Math.round(x)), y: coordinate(Math.round(y)) };
}

export const mask: ShapeOps<Mask> = {
  kind: 'mask',
  code: 9,
  name: 'mask',
  whole: true,
  bounds: ({ x, y, w, h }) => ({ x, y, w, h }),
  contains: (s, { x, y }, slack) =>
    isIn(s, { x, y }) ||
    (slack > 0 &&
      [[-1, 0], [1, 0], [0, -1], [0, 1]].some(([dx = 0, dy = 0]) => isIn(s, { x: x + dx * slack, y: y + dy * slack }))), // prettier-ignore
  area: (s) => knownOf(s).area,
  interpolate: (a) => a,
  /** It is changed by painting. */
  handles: () => [],
  dragHandle: (s) => s,
  move: (s, dx, dy) => moved(s, s.x + dx, s.y + dy),
  resize: (s, dw, dh) => scaled(s, Math.max(1, Math.round(s.w + dw)), Math.max(1, Math.round(s.h + dh))),
  inRect({ x, y, w, h }) {
    const [left, top] = [Math.ceil(x), Math.ceil(y)];
    const [wide, high] = [Math.max(1, Math.floor(x + w) - left), Math.max(1, Math.floor(y + h) - top)];
    return { kind: 'mask', x: left, y: top, w: wide, h: high, runs: [0, wide * high] };
  },
  /** It may have holes and several parts: exports have its runs. */
  outline: () => null,
  fields: (s): readonly ShapeField[] => [
    { id: 'x', name: 'Left', caption: 'X', value: s.x },
    { id: 'y', name: 'Top', caption: 'Y', value: s.y },
  ],
  setField: (s, id, value) => moved(s, id === 'x' ? value : s.x, id === 'y' ? value : s.y),
  toNumbers: (s) => [s.x, s.y, s.w, s.h, ...s.runs],
  fromNumbers(numbers) {
    const [x = NaN, y = NaN, w = 0, h = 0, ...runs] = numbers;
    const place = [x, y].every((one) => Number.isInteger(one) && Math.abs(one) <= MAX_COORDINATE);
    const size = [w, h].every((one) => Number.isInteger(one) && one > 0 && one <= MAX_COORDINATE);
    if (!place || !size || w * h > MAX_MASK_PIXELS || runs.length > MAX_RUNS) return undefined;
    return fits(w, h, runs) ? { kind: 'mask', x, y, w, h, runs } : undefined;
  },
};
