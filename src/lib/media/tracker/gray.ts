/** Brightness of a part of a picture, and the same in half, a quarter… of the size, as following an object looks at it. */
import type { ImagePoint, Rect } from '#lib/model/geometry.ts';
import type { Luma } from '../luma.ts';

/** Row after row. `x` and `y` are where its first pixel lies, in pixels of its own size. */
export type Gray = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
};

/** Fewest pixels across or down of a level. */
const LEAST = 24;

/** A part of a picture and its halves, the whole one first. Pixels beyond the picture are not in it. */
export function pyramidOf(luma: Luma, part: Rect, levels: number): readonly Gray[] {
  const made = [cut(luma, part)];
  for (let last = made[0]; last && made.length < levels; last = made.at(-1)) {
    if (Math.min(last.width, last.height) < 2 * LEAST) break;
    made.push(halved(last));
  }
  return made;
}

function cut({ width, height, data }: Luma, part: Rect): Gray {
  // Even, so that a half begins on a whole pixel.
  const x = Math.max(0, Math.min(width - 2, Math.floor(part.x))) & ~1;
  const y = Math.max(0, Math.min(height - 2, Math.floor(part.y))) & ~1;
  const w = Math.max(2, Math.min(width, Math.ceil(part.x + part.w)) - x);
  const h = Math.max(2, Math.min(height, Math.ceil(part.y + part.h)) - y);
  const out = new Float32Array(w * h);
  for (let row = 0; row < h; row++) {
    const from = (y + row) * width + x;
    for (let column = 0; column < w; column++) out[row * w + column] = data[from + column] as number;
  }
  return { x, y, width: w, height: h, data: out };
}

/** Each pixel the mean of four: its middle lies between theirs. */
function halved({ x, y, width, height, data }: Gray): Gray {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Float32Array(w * h);
  for (let row = 0; row < h; row++) {
    const [upper, lower] = [2 * row * width, (2 * row + 1) * width];
    for (let column = 0; column < w; column++) {
      const at = 2 * column;
      out[row * w + column] =
        ((data[upper + at] as number) +
          (data[upper + at + 1] as number) +
          (data[lower + at] as number) +
          (data[lower + at + 1] as number)) /
        4;
    }
  }
  return { x: x / 2, y: y / 2, width: w, height: h, data: out };
}

/**
 * Brightness at a place in pixels of this size, where the middle of the first pixel of the picture is at 0.5, between
 * four pixels; beyond the sides, that of the nearest.
 */
export function sampleAt({ x, y, width, height, data }: Gray, atX: number, atY: number): number {
  const [px, py] = [
    Math.min(width - 1.001, Math.max(0, atX - x - 0.5)),
    Math.min(height - 1.001, Math.max(0, atY - y - 0.5)),
  ];
  const [column, row] = [Math.floor(px), Math.floor(py)];
  const [fx, fy] = [px - column, py - row];
  const at = row * width + column;
  const upper = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
  const lower = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** The brightness of a square about a place, a pixel apart: `2 · reach + 1` on each side, row after row, into `out`. */
export function patchAt(gray: Gray, x: number, y: number, reach: number, out: Float32Array): void {
  const side = 2 * reach + 1;
  const { width, height, data } = gray;
  const [px, py] = [x - gray.x - 0.5 - reach, y - gray.y - 0.5 - reach];
  const [column, row] = [Math.floor(px), Math.floor(py)];
  if (column < 0 || row < 0 || column + side >= width || row + side >= height) {
    for (let down = 0, n = 0; down < side; down++)
      for (let across = 0; across < side; across++, n++)
        out[n] = sampleAt(gray, x + across - reach, y + down - reach);
    return;
  }
  // All of them lie in the same way between four pixels.
  const [fx, fy] = [px - column, py - row];
  const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
  for (let down = 0, n = 0; down < side; down++) {
    let at = (row + down) * width + column;
    for (let across = 0; across < side; across++, n++, at++)
      out[n] =
        a * (data[at] as number) +
        b * (data[at + 1] as number) +
        c * (data[at + width] as number) +
        d * (data[at + width + 1] as number);
  }
}

/** Whether a place lies at least `margin` pixels within it. */
export function holds({ x, y, width, height }: Gray, place: ImagePoint, margin: number): boolean {
  return (
    place.x >= x + margin &&
    place.y >= y + margin &&
    place.x <= x + width - margin &&
    place.y <= y + height - margin
  );
}
