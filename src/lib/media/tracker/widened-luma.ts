/** A picture with square pixels: what turns in it keeps its form. */
import type { Luma } from '../luma.ts';

/**
 * So many times as wide, each pixel mixed from the two it lies between; the same picture where nothing changes.
 *
 * @param by width of a pixel over its height
 */
export function widenedLuma(luma: Luma, by: number): Luma {
  if (by === 1) return luma;
  const { width, height, data } = luma;
  const wide = Math.max(1, Math.round(width * by));
  const out = new Uint8Array(wide * height);
  const lefts = new Int32Array(wide);
  const shares = new Int32Array(wide);
  for (let column = 0; column < wide; column++) {
    const from = Math.min(width - 1, Math.max(0, (column + 0.5) / by - 0.5));
    lefts[column] = Math.min(Math.max(0, width - 2), Math.floor(from));
    shares[column] = Math.round((from - (lefts[column] ?? 0)) * 256);
  }
  const step = width > 1 ? 1 : 0;
  for (let row = 0; row < height; row++) {
    const [begin, place] = [row * width, row * wide];
    for (let column = 0; column < wide; column++) {
      const left = begin + (lefts[column] as number);
      const share = shares[column] as number;
      out[place + column] =
        ((data[left] as number) * (256 - share) + (data[left + step] as number) * share + 128) >> 8;
    }
  }
  return { width: wide, height, data: out };
}
