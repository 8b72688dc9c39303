/**
 * Masks as COCO writes them: runs down the columns of the whole picture, out and in by turns, packed into a text of six
 * bits a sign. From the third run on each is written as its difference to the run two before, the lowest bits first.
 */
import type { Size } from '#lib/model/geometry.ts';
import { insideRuns, type Mask } from '#lib/model/shapes/mask.ts';

export type CocoRle = { readonly size: readonly [height: number, width: number]; readonly counts: string };

/** Of one video: a mask that holds over many frames is packed once. */
export class RlePacker {
  readonly #picture: Size;
  readonly #known = new WeakMap<Mask, CocoRle>();

  constructor(picture: Size) {
    this.#picture = picture;
  }

  /** What lies beyond the picture is left out. */
  rleOf(mask: Mask): CocoRle {
    const found = this.#known.get(mask);
    if (found) return found;
    const { width, height } = this.#picture;
    const made = { size: [height, width] as const, counts: packRuns(columnRuns(mask, this.#picture)) };
    this.#known.set(mask, made);
    return made;
  }
}

/** Runs down the columns, the first one out. */
export function columnRuns(mask: Mask, { width, height }: Size): readonly number[] {
  const pixels = new Uint8Array(mask.w * mask.h);
  for (const [start, end] of insideRuns(mask)) pixels.fill(1, start, end);
  const runs: number[] = [];
  let [value, length] = [0, 0];
  const add = (next: number, count: number) => {
    if (next === value) length += count;
    else if (count > 0) {
      runs.push(length);
      [value, length] = [next, count];
    }
  };
  const left = Math.min(width, Math.max(0, mask.x));
  const right = Math.max(left, Math.min(width, mask.x + mask.w));
  const top = Math.min(height, Math.max(0, mask.y));
  const bottom = Math.max(top, Math.min(height, mask.y + mask.h));
  add(0, left * height);
  for (let x = left; x < right; x++) {
    add(0, top);
    for (let y = top; y < bottom; y++) add(pixels[(y - mask.y) * mask.w + x - mask.x] as number, 1);
    add(0, height - bottom);
  }
  add(0, (width - right) * height);
  if (length > 0) runs.push(length);
  return runs;
}

export function packRuns(runs: readonly number[]): string {
  let text = '';
  for (const [n, run] of runs.entries()) {
    let rest = n > 2 ? run - (runs[n - 2] ?? 0) : run;
    for (let more = true; more;) {
      const bits = rest & 0x1f;
      rest >>= 5;
      more = bits & 0x10 ? rest !== -1 : rest !== 0;
      text += String.fromCharCode((more ? bits | 0x20 : bits) + 48);
    }
  }
  return text;
}
