import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kappaOf, type Rated } from './kappa.ts';

/** Units of a table whose rows are what one rater says, and whose columns are what the other does. */
const tableOf = (rows: readonly (readonly number[])[]): readonly Rated[] =>
  rows.flatMap((row, a) =>
    row.flatMap((count, b) => (count > 0 ? [{ said: [`c${a}`, `c${b}`], count }] : [])),
  );

describe('two raters', () => {
  // The first two as in the literature, the last as scikit-learn 1.9.1 gives it.
  it.each([
    [[[20, 5], [10, 15]], 0.4],
    [[[45, 15], [25, 15]], 0.130435],
    [[[25, 35], [5, 35]], 0.259259],
    [[[11, 3, 1, 0], [1, 9, 0, 1], [0, 1, 10, 0], [1, 2, 0, 10]], 0.733475],
  ])('%j gives %d', (rows, kappa) => {
    const found = kappaOf(tableOf(rows));
    expect(found?.kappa).toBeCloseTo(kappa, 6);
    expect(found).toMatchObject({ name: 'Cohen', n: rows.flat().reduce((sum, one) => sum + one, 0) });
  }); // prettier-ignore

  it('who all say one thing give no number, and nothing gives nothing', () => {
    expect(kappaOf([{ said: ['a', 'a'], count: 9 }])).toMatchObject({ kappa: null, observed: 1 });
    expect(kappaOf([])).toBeNull();
    expect(kappaOf([{ said: ['a'], count: 1 }])).toBeNull();
  });

  it('what is not labelled is something else than a label that is called so', () => {
    expect(kappaOf([{ said: [null, ''], count: 1 }])?.observed).toBe(0);
  });
});

it('more raters give what Fleiss gives', () => {
  const counts = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
  ]; // prettier-ignore
  const units = counts.map((row) => ({
    said: row.flatMap((times, category) => Array<string>(times).fill(`c${category}`)),
    count: 1,
  }));
  const found = kappaOf(units);
  expect(found?.name).toBe('Fleiss');
  expect(found?.kappa).toBeCloseTo(0.209931, 6);
  expect(found?.observed).toBeCloseTo(0.378022, 6);
});

it('is 1 where all agree on more than one thing, never more, and the same whatever the order', () => {
  const said = fc.array(fc.constantFrom('a', 'b', null), { minLength: 3, maxLength: 3 });
  const units = fc.array(fc.record({ said, count: fc.integer({ min: 1, max: 50 }) }), { minLength: 1 });
  fc.assert(
    fc.property(units, (rated) => {
      const found = kappaOf(rated)!;
      expect(found.kappa ?? 0).toBeLessThanOrEqual(1 + 1e-12);
      expect(kappaOf(rated.toReversed())?.kappa ?? 0).toBeCloseTo(found.kappa ?? 0, 9);
      const split = rated.flatMap((one) => Array.from({ length: one.count }, () => ({ ...one, count: 1 })));
      expect(kappaOf(split)?.observed).toBeCloseTo(found.observed, 9);
    }),
  );
  expect(kappaOf([{ said: ['a', 'a', 'a'], count: 2 }, { said: ['b', 'b', 'b'], count: 5 }])?.kappa).toBe(1); // prettier-ignore
});
