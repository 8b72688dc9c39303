import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Crowd } from './crowd.ts';

const PANE = { x: 0, y: 0, w: 400, h: 200 };
const anyRect = fc.record({
  x: fc.integer({ min: -100, max: 500 }),
  y: fc.integer({ min: -100, max: 300 }),
  w: fc.integer({ min: 1, max: 120 }),
  h: fc.constant(18),
});

type Rect = { x: number; y: number; w: number; h: number };
const meet = (a: Rect, b: Rect) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
/** What is seen of one: outside the pane nothing is kept apart. */
const seen = ({ x, y, w, h }: Rect): Rect => {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return { x: left, y: top, w: Math.min(400, x + w) - left, h: Math.min(200, y + h) - top };
};

describe('a crowd of captions', () => {
  it('never gives the same room twice, nor any outside the pane, and always where all is free', () => {
    fc.assert(
      fc.property(fc.array(anyRect, { maxLength: 60 }), (rects) => {
        const crowd = new Crowd();
        crowd.clear(PANE.w, PANE.h);
        const inside = rects.filter((rect) => meet(rect, PANE));
        const far = rects.filter(({ x, y }) => x > 420 || y > 220);
        expect(far.filter(({ x, y, w, h }) => crowd.take(x, y, w, h))).toEqual([]);
        const given = inside.filter(({ x, y, w, h }) => crowd.take(x, y, w, h));
        expect(given[0]).toBe(inside[0]);
        for (const [n, a] of given.entries())
          for (const b of given.slice(n + 1)) expect(meet(seen(a), seen(b))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('has room again where it is cleared, also after a larger pane', () => {
    const crowd = new Crowd();
    crowd.clear(4000, 2000);
    crowd.mark(0, 0, 4000, 2000);
    expect(crowd.take(30, 30, 60, 18)).toBe(false);
    crowd.clear(400, 200);
    expect(crowd.take(30, 30, 60, 18)).toBe(true);
    expect(crowd.take(40, 35, 60, 18)).toBe(false);
  });
});
