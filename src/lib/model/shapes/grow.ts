/** A region that grows from a place over what is about as bright: the quick way to a mask where an edge is clear. */
import type { ImagePoint, Size } from '../geometry.ts';
import { Bitmap } from './bitmap.ts';
import type { Mask } from './mask.ts';

/** Brightness row after row, one byte a pixel. */
export type Brightness = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** The pixels of a region as a mask has them, however ragged it is; image pixels. */
export type Region = Omit<Mask, 'kind'>;

/**
 * The region that grows from a place on a video's picture; null where the place lies beside it, or nothing is left of
 * the region once its edge is smoothed.
 *
 * @param tolerance of 255
 * @param size of the video's pictures, in image pixels; `picture` may have other pixels and covers all of it
 */
export function regionAt(
  picture: Brightness,
  place: ImagePoint,
  tolerance: number,
  { width, height }: Size,
): Region | null {
  const bitmap = new Bitmap({ x: 0, y: 0, w: width, h: height });
  grow(picture, place, tolerance, bitmap, 1);
  const rect = bitmap.bounds();
  return rect ? { ...rect, runs: bitmap.runs(rect, Infinity) ?? [] } : null;
}

/**
 * Sets the pixels of `onto` that hang together with a place and differ from it by at most `tolerance` (of 255), as
 * they are or averaged over nine pixels, so that neither noise nor an edge stops it early; its edge is smoothed. The
 * picture may have other pixels than the bitmap, which covers all of it.
 */
export function grow(
  picture: Brightness,
  { x, y }: ImagePoint,
  tolerance: number,
  onto: Bitmap,
  value: 0 | 1,
): void {
  const { width, height } = picture;
  const { rect } = onto;
  const [across, down] = [width / rect.w, height / rect.h];
  const [column, row] = [Math.floor((x - rect.x) * across), Math.floor((y - rect.y) * down)];
  if (column < 0 || row < 0 || column >= width || row >= height) return;
  const region = flood(picture, averaged(picture), column, row, tolerance).smoothed();
  const found = region.bounds();
  if (!found) return;
  const [top, bottom] = [Math.floor(found.y / down), Math.ceil((found.y + found.h) / down)];
  const [left, right] = [Math.floor(found.x / across), Math.ceil((found.x + found.w) / across)];
  for (let to = top; to < bottom; to++)
    for (let at = left; at < right; at++)
      if (region.at(Math.floor((at + 0.5) * across), Math.floor((to + 0.5) * down)))
        onto.fillRow(rect.y + to, rect.x + at, rect.x + at + 1, value);
}

/** What hangs together with a pixel by its four sides, stretch by stretch along the rows. */
function flood(
  { width, height, data }: Brightness,
  averages: Uint8Array,
  column: number,
  row: number,
  tolerance: number,
): Bitmap {
  const region = new Bitmap({ x: 0, y: 0, w: width, h: height });
  const wanted = averages[row * width + column] as number;
  const near = (brightness: number) => Math.abs(brightness - wanted) <= tolerance;
  const fits = (x: number, y: number) =>
    x >= 0 &&
    x < width &&
    (near(data[y * width + x] as number) || near(averages[y * width + x] as number)) &&
    region.at(x, y) === 0;
  const open = [[column, row]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [x = 0, y = 0] = next;
    if (!fits(x, y)) continue;
    let [from, to] = [x, x + 1];
    while (fits(from - 1, y)) from--;
    while (fits(to, y)) to++;
    region.fillRow(y, from, to, 1);
    for (const beside of [y - 1, y + 1]) {
      if (beside < 0 || beside >= height) continue;
      for (let at = from; at < to; at++)
        if (fits(at, beside) && (at === from || !fits(at - 1, beside))) open.push([at, beside]);
    }
  }
  return region;
}

/** Each pixel the mean of the nine around it, fewer at the sides. */
function averaged({ width, height, data }: Brightness): Uint8Array {
  const made = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [sum, count] = [0, 0];
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          sum += data[row * width + column] as number;
          count++;
        }
      made[y * width + x] = Math.round(sum / count);
    }
  return made;
}
