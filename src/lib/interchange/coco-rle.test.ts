/** Packed masks against cocoapi's own; more of them where the folder `../shared/data` lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualOfKind } from '../../../tests/builders/any-shape.ts';
import { Bitmap } from '#lib/model/shapes/bitmap.ts';
import { mask, maskOf, type Mask } from '#lib/model/shapes/mask.ts';
import { columnRuns, packRuns, RlePacker } from './coco-rle.ts';

/** A mask from runs down the columns of a picture. */
function fromColumns(runs: readonly number[], width: number, height: number): Mask {
  const bitmap = new Bitmap({ x: 0, y: 0, w: width, h: height });
  let at = 0;
  for (const [n, run] of runs.entries()) {
    for (let place = at; n % 2 === 1 && place < at + run; place++) {
      const x = Math.floor(place / height);
      bitmap.fillRow(place % height, x, x + 1, 1);
    }
    at += run;
  }
  return maskOf(bitmap)!;
}

/** A square of ten pixels at (10, 10) of a picture of 50 × 40, as cocoapi packs it. */
const SQUARE = [410, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 30, 10, 1220];
const SQUARE_TEXT = 'j<:n000000000000000000VU1';

it('a square is packed as cocoapi packs it', () => {
  const square = mask.inRect({ x: 10, y: 10, w: 10, h: 10 }) as Mask;
  expect(columnRuns(square, { width: 50, height: 40 })).toEqual(SQUARE);
  expect(new RlePacker({ width: 50, height: 40 }).rleOf(square)).toEqual({
    size: [40, 50],
    counts: SQUARE_TEXT,
  });
});

it('runs add up to the picture and to the mask, and what lies beyond is left out', () => {
  fc.assert(
    fc.property(
      usualOfKind.mask,
      fc.integer({ min: -8, max: 20 }),
      fc.integer({ min: -8, max: 20 }),
      (any, x, y) => {
        const placed: Mask = { ...any, x, y };
        const runs = columnRuns(placed, { width: 16, height: 18 });
        expect(runs.reduce((sum, run) => sum + run, 0)).toBe(16 * 18);
        let inside = 0;
        for (let column = 0; column < 16; column++)
          for (let row = 0; row < 18; row++)
            inside += Number(mask.contains(placed, { x: column + 0.5, y: row + 0.5 }, 0));
        expect(runs.reduce((sum, run, n) => sum + (n % 2) * run, 0)).toBe(inside);
        expect(runs.slice(1).every((run) => run > 0)).toBe(true);
      },
    ),
  );
});

const reference = fileURLToPath(new URL('../../../../shared/data/reference/masks.json', import.meta.url));

type Polygon = {
  readonly id: string;
  readonly size_hw: readonly [number, number];
  readonly expected: {
    readonly counts: string;
    readonly uncompressed_counts: readonly number[];
    readonly area: number;
  };
};

describe.runIf(existsSync(reference))('masks of cocoapi', () => {
  const { polygons = [] } = existsSync(reference)
    ? (JSON.parse(readFileSync(reference, 'utf8')) as { readonly polygons: readonly Polygon[] })
    : {};

  it.each(polygons)('$id is packed as theirs, and has its area', ({ size_hw: [height, width], expected }) => {
    expect(packRuns(expected.uncompressed_counts)).toBe(expected.counts);
    const ours = fromColumns(expected.uncompressed_counts, width, height);
    expect(mask.area(ours)).toBe(expected.area);
    expect(new RlePacker({ width, height }).rleOf(ours).counts).toBe(expected.counts);
  });
});
