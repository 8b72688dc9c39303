import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byUrgency, contains, windowAround, type Travel } from './window.ts';

const travel = fc.constantFrom<Travel>(-1, 0, 1);
const place = fc.integer({ min: 1, max: 500 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    at: fc.integer({ min: 0, max: count - 1 }),
    size: fc.integer({ min: 1, max: 80 }),
    travel,
  }),
);

describe('a window', () => {
  it('lies in the video, holds the playhead, is as large as it may be, and its near part lies in it', () => {
    fc.assert(
      fc.property(place, ({ count, at, size, travel: way }) => {
        const { whole, near } = windowAround(at, way, count, size);
        expect(whole.end - whole.first).toBe(Math.min(size, count));
        expect(whole.first).toBeGreaterThanOrEqual(0);
        expect(whole.end).toBeLessThanOrEqual(count);
        expect(contains(near, at)).toBe(true);
        expect(near.first).toBeGreaterThanOrEqual(whole.first);
        expect(near.end).toBeLessThanOrEqual(whole.end);
      }),
    );
  });

  it('[M8] reaches farther to where the playhead is going', () => {
    expect(windowAround(100, 1, 1000, 64).whole).toEqual({ first: 84, end: 148 });
    expect(windowAround(100, -1, 1000, 64).whole).toEqual({ first: 52, end: 116 });
    expect(windowAround(100, 0, 1000, 64).whole).toEqual({ first: 68, end: 132 });
  });

  it('is moved into the video at its ends', () => {
    expect(windowAround(0, -1, 1000, 64).whole).toEqual({ first: 0, end: 64 });
    expect(windowAround(999, 1, 1000, 64).whole).toEqual({ first: 936, end: 1000 });
  });
});

describe('urgency', () => {
  it('names every frame of the window once, the playhead’s first, each side in order', () => {
    fc.assert(
      fc.property(place, ({ count, at, size, travel: way }) => {
        const { whole } = windowAround(at, way, count, size);
        const order = [...byUrgency(whole, at, way)];
        expect(order[0]).toBe(at);
        expect([...order].sort((a, b) => a - b)).toEqual(
          Array.from({ length: whole.end - whole.first }, (_, n) => whole.first + n),
        );
        const after = order.filter((frame) => frame > at);
        expect(after).toEqual([...after].sort((a, b) => a - b));
        const before = order.filter((frame) => frame < at);
        expect(before).toEqual([...before].sort((a, b) => b - a));
      }),
    );
  });

  it('puts what lies ahead before what lies behind', () => {
    expect([...byUrgency({ first: 3, end: 8 }, 5, 1)]).toEqual([5, 6, 7, 4, 3]);
    expect([...byUrgency({ first: 3, end: 8 }, 5, -1)]).toEqual([5, 4, 3, 6, 7]);
    expect([...byUrgency({ first: 3, end: 8 }, 5, 0)]).toEqual([5, 6, 4, 7, 3]);
  });
});
