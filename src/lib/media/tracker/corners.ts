/**
 * Which places of an object can be found again in the next picture: where its brightness changes in both directions
 * (Shi and Tomasi, "Good features to track", CVPR 1994), spread over all of it.
 */
import type { ImagePoint, Rect } from '#lib/model/geometry.ts';
import type { Gray } from './gray.ts';

/** Half a side of the square that is looked at, in pixels; every other pixel of it is. */
const REACH = 3;
/** Of the best place's worth; what has less is as good as even. Low: much of what is seen inside bodies is soft. */
const LEAST_SHARE = 0.001;
/** Cells across and down, each of which gives its best place. */
const CELLS = 8;
/** Places that are looked at, about. */
const LOOKS = 1600;

/** Up to `most` places inside of a rectangle, of each cell the best. Both in pixels of the picture. */
export function cornersIn(gray: Gray, { x, y, w, h }: Rect, most: number): readonly ImagePoint[] {
  const step = Math.max(1, Math.round(Math.sqrt((w * h) / LOOKS)));
  const margin = REACH + 1;
  const [left, top] = [Math.max(margin, Math.round(x - gray.x)), Math.max(margin, Math.round(y - gray.y))];
  const right = Math.min(gray.width - margin, Math.round(x + w - gray.x));
  const bottom = Math.min(gray.height - margin, Math.round(y + h - gray.y));
  const worths = new Float64Array(CELLS * CELLS);
  const places: (ImagePoint | undefined)[] = Array.from({ length: CELLS * CELLS });
  for (let row = top; row < bottom; row += step) {
    const down = Math.floor(((row - top) / (bottom - top)) * CELLS) * CELLS;
    for (let column = left; column < right; column += step) {
      const cell = down + Math.floor(((column - left) / (right - left)) * CELLS);
      const worth = worthOf(gray, row * gray.width + column);
      if (worth <= (worths[cell] as number)) continue;
      worths[cell] = worth;
      places[cell] = { x: gray.x + column + 0.5, y: gray.y + row + 0.5 };
    }
  }
  const least = Math.max(...worths) * LEAST_SHARE;
  return places
    .flatMap((at, cell) => (at ? [{ at, worth: worths[cell] as number }] : []))
    .filter(({ worth }) => worth > least)
    .sort((one, other) => other.worth - one.worth)
    .slice(0, most)
    .map(({ at }) => at);
}

/** The smaller eigenvalue of the sum of gradients: how much it changes in the direction in which it changes least. */
function worthOf({ data, width }: Gray, at: number): number {
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = -REACH; row <= REACH; row += 2)
    for (let column = -REACH; column <= REACH; column += 2) {
      const here = at + row * width + column;
      const gx = (data[here + 1] as number) - (data[here - 1] as number);
      const gy = (data[here + width] as number) - (data[here - width] as number);
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
    }
  return (xx + yy - Math.sqrt((xx - yy) ** 2 + 4 * xy * xy)) / 2;
}
