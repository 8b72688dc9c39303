import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRequests } from './request-plan.ts';

const plan = (wanted: number[], loading: number[], here: number[] = [], resting = false) =>
  planRequests({ wanted, loading, isHere: (piece) => here.includes(piece), limit: 2, resting });

describe('a plan of requests', () => {
  it('asks for what is missing, the most urgent first, no more than so many at once', () => {
    expect(plan([5, 6, 7, 8], [], [6])).toEqual({ start: [5, 7], stop: [] });
    expect(plan([5, 6, 7], [5])).toEqual({ start: [6], stop: [] });
    expect(plan([5, 6], [], [5, 6])).toEqual({ start: [], stop: [] });
  });

  it('gives the most urgent the place of the youngest request that nobody wants, else of the least urgent', () => {
    expect(plan([9], [1, 2])).toEqual({ start: [9], stop: [2] });
    expect(plan([9, 8, 7], [7, 8])).toEqual({ start: [9], stop: [7] });
  });

  it('lets what is not wanted go on while the hand moves, and ends it when it rests', () => {
    expect(plan([9], [1])).toEqual({ start: [9], stop: [] });
    expect(plan([9], [1, 9], [], true)).toEqual({ start: [], stop: [1] });
  });

  it('[M17] whatever happens: bounded, nothing asked for twice, the most urgent always on its way', () => {
    const pieces = fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        pieces,
        pieces,
        pieces,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (wanted, running, here, limit, resting) => {
          const loading = running.filter((piece) => !here.includes(piece)).slice(0, limit);
          const { start, stop } = planRequests({
            wanted,
            loading,
            isHere: (piece) => here.includes(piece),
            limit,
            resting,
          });
          const after = [...loading.filter((piece) => !stop.includes(piece)), ...start];
          expect(after.length).toBeLessThanOrEqual(limit);
          expect(new Set(after).size).toBe(after.length);
          expect(stop.every((piece) => loading.includes(piece))).toBe(true);
          expect(start.every((piece) => wanted.includes(piece) && !here.includes(piece))).toBe(true);
          const first = wanted.find((piece) => !here.includes(piece));
          expect(first === undefined || after.includes(first)).toBe(true);
          expect(!resting || after.every((piece) => wanted.includes(piece))).toBe(true);
        },
      ),
    );
  });
});
