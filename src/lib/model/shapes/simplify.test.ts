import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestEdge } from './path.ts';
import { simplify } from './simplify.ts';

const place = fc.record({ x: fc.integer({ min: 0, max: 50 }), y: fc.integer({ min: 0, max: 50 }) });

describe('fewer points for a line drawn by hand', () => {
  it('leave it no further than the tolerance from where it went, and keep its ends', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (line, by) => {
          const kept = simplify(line, by);
          expect(kept[0]).toBe(line[0]);
          expect(kept.at(-1)).toBe(line.at(-1));
          const away = line.map((point) => (kept.length > 1 ? nearestEdge(kept, false, point).distance : 0));
          expect(Math.max(...away)).toBeLessThanOrEqual(by + 1e-9);
        },
      ),
    );
  });

  it('are two of a straight one, and all of a jagged one', () => {
    const straight = Array.from({ length: 100 }, (_, n) => ({ x: n, y: 2 * n }));
    expect(simplify(straight, 0.5)).toEqual([straight[0], straight[99]]);
    const jagged = straight.map(({ x }) => ({ x, y: x % 2 ? 30 : 0 }));
    expect(simplify(jagged, 1)).toEqual(jagged);
  });
});
