import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedyMatching, optimalMatching, type WeightedPair } from './optimal-matching.ts';

const tableOf = (weights: readonly (readonly number[])[]): WeightedPair[] =>
  weights.flatMap((line, row) =>
    line.flatMap((weight, column) => (weight > 0 ? [{ row, column, weight }] : [])),
  );
const sum = (pairs: readonly WeightedPair[]) => pairs.reduce((total, { weight }) => total + weight, 0);

/** By trying all. */
function best(pairs: readonly WeightedPair[]): number {
  const [first, ...rest] = pairs;
  if (!first) return 0;
  const without = rest.filter(({ row, column }) => row !== first.row && column !== first.column);
  return Math.max(best(rest), first.weight + best(without));
}

describe('the best matching', () => {
  it('is not the greedy one', () => {
    const pairs = tableOf([
      [0.53846, 0.25],
      [0.81818, 0.66667],
    ]);
    expect(sum(optimalMatching(pairs))).toBeCloseTo(1.20513, 5);
    expect(sum(greedyMatching(pairs))).toBeCloseTo(1.06818, 5);
  });

  it('has the greatest sum, each at most once, whatever is to be paired', () => {
    const weight = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 }));
    const table = fc.array(fc.array(weight, { minLength: 4, maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(table, (weights) => {
        const pairs = tableOf(weights);
        const found = optimalMatching(pairs);
        expect(sum(found)).toBe(best(pairs));
        expect(new Set(found.map(({ row }) => row)).size).toBe(found.length);
        expect(new Set(found.map(({ column }) => column)).size).toBe(found.length);
        expect(pairs).toEqual(expect.arrayContaining([...found]));
      }),
    );
  });

  it('ends soon where thousands might be one another', () => {
    const weights = Array.from({ length: 1200 }, (_, n) =>
      Array.from({ length: 4 }, (__, m) => 1 + ((n * m) % 7)),
    );
    const pairs = weights.flatMap((line, row) =>
      line.map((weight, m) => ({ row, column: (row + m) % 1200, weight })),
    );
    expect(optimalMatching(pairs).length).toBeGreaterThan(1000);
  });
});
