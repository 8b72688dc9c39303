import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImagePoint } from '../geometry.ts';
import { Bitmap } from './bitmap.ts';
import { drawMask, insideRuns, mask, maskOf, MAX_RUNS, type Mask } from './mask.ts';

/** `.` outside, `#` inside; the first character is the pixel at (x, y). */
function drawn(rows: readonly string[], x = 0, y = 0): Mask {
  const bitmap = new Bitmap({ x, y, w: rows[0]!.length, h: rows.length });
  for (const [row, text] of rows.entries())
    for (const [column, sign] of text.split('').entries())
      if (sign === '#') bitmap.fillRow(y + row, x + column, x + column + 1, 1);
  return maskOf(bitmap)!;
}

function picture(bitmap: Bitmap): string[] {
  const { x, y, w, h } = bitmap.rect;
  return Array.from({ length: h }, (_, row) =>
    Array.from({ length: w }, (_, column) => (bitmap.at(x + column, y + row) ? '#' : '.')).join(''),
  );
}

describe('a mask', () => {
  const ring = drawn(['.......', '..###..', '..#.#..', '..###..'], 10, 20);

  it('is the smallest rectangle around it and its runs, as CVAT has them', () => {
    expect(ring).toEqual({ kind: 'mask', x: 12, y: 21, w: 3, h: 3, runs: [0, 4, 1, 4] });
    expect(mask.area(ring)).toBe(8);
    expect([...insideRuns(ring)]).toEqual([[0, 4], [5, 9]]); // prettier-ignore
  });

  it('contains its pixels and not the hole, as far as slack allows', () => {
    expect(mask.contains(ring, { x: 12.9, y: 21.1 }, 0)).toBe(true);
    expect(mask.contains(ring, { x: 13.5, y: 22.5 }, 0)).toBe(false);
    expect(mask.contains(ring, { x: 13.5, y: 22.5 }, 1)).toBe(true);
    expect(mask.contains(ring, { x: 11.9, y: 21 }, 0)).toBe(false);
  });

  it('comes back from a bitmap as it went there, wherever it lies', () => {
    for (const at of [
      { x: 0, y: 0 },
      { x: 12, y: 21 },
    ]) {
      const bitmap = new Bitmap({ ...at, w: 40, h: 40 });
      drawMask(bitmap, ring);
      expect(maskOf(bitmap)).toEqual(ring);
    }
  });

  it('holds from keyframe to keyframe', () => {
    expect(mask.interpolate(ring, mask.move(ring, 9, 9), 0.9)).toBe(ring);
  });

  it.each<[string, readonly number[]]>([
    ['runs that do not fill its rectangle', [0, 0, 3, 3, 0, 8]],
    ['runs that go beyond it', [0, 0, 3, 3, 0, 10]],
    ['an empty run in the middle', [0, 0, 3, 3, 0, 4, 0, 5]],
    ['half a pixel', [0, 0, 3, 3, 0, 4.5, 4.5]],
    ['a column too many on the left', [0, 0, 3, 2, 1, 2, 1, 2]],
    ['a column too many on the right', [0, 0, 3, 2, 0, 2, 1, 2, 1]],
    ['a row too many above', [0, 0, 3, 2, 3, 3]],
    ['a row too many below', [0, 0, 3, 2, 0, 3, 3]],
    ['nothing inside', [0, 0, 3, 3, 9]],
    ['no size', [0, 0, 0, 0]],
    ['more pixels than any picture', [0, 0, 1_000_000, 1_000_000, 0, 1_000_000_000_000]],
  ])('is none with %s', (_what, numbers) => {
    expect(mask.fromNumbers(numbers)).toBeUndefined();
  });

  it('has no more runs than may be stored; smoothed, what is too ragged has fewer', () => {
    const ragged = new Bitmap({ x: 0, y: 0, w: 300, h: 300 });
    for (let y = 0; y < 300; y++)
      for (let x = 0; x < 300; x++) if ((x + 2 * y) % 4 === 0 || x < 30) ragged.fillRow(y, x, x + 1, 1);
    expect(maskOf(ragged)).toBeUndefined();
    expect(maskOf(ragged.smoothed().smoothed())?.runs.length).toBeLessThan(MAX_RUNS);
  });
});

describe('a brush', () => {
  it('paints every pixel whose middle lies within its radius of the way, and no other', () => {
    const place = fc.record({ x: fc.double({ min: -5, max: 25, noNaN: true }), y: fc.double({ min: -5, max: 25, noNaN: true }) }); // prettier-ignore
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.5, max: 8, noNaN: true }), (a, b, radius) => {
        const bitmap = new Bitmap({ x: 0, y: 0, w: 20, h: 20 });
        bitmap.stroke(a, b, radius, 1);
        const wrong: string[] = [];
        for (let y = 0; y < 20; y++)
          for (let x = 0; x < 20; x++) {
            const off = distance({ x: x + 0.5, y: y + 0.5 }, a, b) - radius;
            if (Math.abs(off) > 1e-6 && (bitmap.at(x, y) === 1) !== off < 0) wrong.push(`${x}, ${y}: ${off}`);
          }
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('takes away what it painted', () => {
    const bitmap = new Bitmap({ x: 0, y: 0, w: 9, h: 5 });
    bitmap.stroke({ x: 1, y: 2.5 }, { x: 8, y: 2.5 }, 1.5, 1);
    bitmap.stroke({ x: 4.5, y: 2.5 }, { x: 4.5, y: 2.5 }, 0.9, 0);
    expect(picture(bitmap)).toEqual(['.........', '#########', '####.####', '#########', '.........']);
  });
});

it('a closed line fills the pixels whose middles it encloses', () => {
  const bitmap = new Bitmap({ x: 0, y: 0, w: 6, h: 5 });
  bitmap.fillPath([{ x: 0.6, y: 1 }, { x: 4.6, y: 1 }, { x: 4.6, y: 4 }, { x: 0.6, y: 4 }], 1); // prettier-ignore
  expect(picture(bitmap)).toEqual(['......', '.####.', '.####.', '.####.', '......']);
});

function distance(p: ImagePoint, a: ImagePoint, b: ImagePoint): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
