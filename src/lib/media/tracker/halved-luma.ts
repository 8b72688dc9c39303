/** A picture in half of its pixels across and down: enough for what is large. */
import type { Luma } from '../luma.ts';

/** Each pixel the mean of four; an odd row or column at the end is left out. */
export function halvedLuma({ width, height, data }: Luma): Luma {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Uint8Array(w * h);
  for (let row = 0; row < h; row++) {
    const [upper, lower] = [2 * row * width, (2 * row + 1) * width];
    for (let column = 0; column < w; column++) {
      const at = 2 * column;
      out[row * w + column] =
        ((data[upper + at] as number) +
          (data[upper + at + 1] as number) +
          (data[lower + at] as number) +
          (data[lower + at + 1] as number) +
          2) >>
        2;
    }
  }
  return { width: w, height: h, data: out };
}
