/** Lines between lines of other lengths; interpolation.test.ts holds them against CVAT's own numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betweenClosedPaths, betweenPaths } from './between-paths.ts';
import { MAX_VERTICES, type Path } from './path.ts';

const place = fc.record({ x: fc.integer({ min: 0, max: 50 }), y: fc.integer({ min: 0, max: 50 }) });
const anyPath = (least: number) => fc.array(place, { minLength: least, maxLength: 20 });
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

/** A circle of so many points. */
function circle(count: number, radius: number): Path {
  return Array.from({ length: count }, (_, n) => {
    const angle = (2 * Math.PI * n) / count;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

describe('a line between two', () => {
  it('has enough points to be one, and stays within the bounds of both', () => {
    fc.assert(
      fc.property(anyPath(3), anyPath(3), share, (a, b, t) => {
        for (const [between, least] of [
          [betweenPaths(a, b, t, 2), 2],
          [betweenClosedPaths(a, b, t, 3), 3],
        ] as const) {
          expect(between.length).toBeGreaterThanOrEqual(least);
          expect(between.every(({ x, y }) => x >= 0 && x <= 50 && y >= 0 && y <= 50)).toBe(true);
        }
      }),
    );
  });

  it('moves each point straight to its own where both are alike', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(place, { minLength: 2, maxLength: 9, selector: ({ x, y }) => `${x},${y}` }),
        place,
        (a, by) => {
          const b = a.map(({ x, y }) => ({ x: x + by.x * 2, y: y + by.y * 2 }));
          expect(betweenPaths(a, b, 0.5, 2)).toEqual(a.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })));
        },
      ),
    );
  });

  it('is one point that moves where a line has no length', () => {
    const still = (x: number) => [{ x, y: 0 }, { x, y: 0 }]; // prettier-ignore
    expect(betweenPaths(still(0), still(10), 0.5, 2).every(({ x }) => x === 5)).toBe(true);
  });

  it('never has more points than can be stored, and is made in a moment', () => {
    const [a, b] = [circle(MAX_VERTICES, 100), circle(MAX_VERTICES - 1, 500)];
    const start = performance.now();
    for (let n = 1; n < 10; n++) {
      const between = betweenClosedPaths(a, b, n / 10, 3);
      expect(between.length).toBeLessThanOrEqual(MAX_VERTICES);
      expect(between.length).toBeGreaterThan(1000);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
