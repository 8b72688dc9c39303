import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stackRows } from './stack.ts';

it('puts overlapping intervals on rows of their own and lets touching ones share a row', () => {
  const { rows, count } = stackRows([
    { id: 'c', start: 20, end: 30 },
    { id: 'a', start: 0, end: 20 },
    { id: 'b', start: 10, end: 25 },
  ]);
  expect(rows).toEqual([0, 0, 1]);
  expect(count).toBe(2);
});

it('never lets two overlap on a row and takes no more rows than the busiest frame needs', () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }))
    .map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 30 }), (list) => {
      const intervals = list.map((one, index) => ({ ...one, id: String(index) }));
      const { rows, count } = stackRows(intervals);
      let busiest = 0;
      for (let frame = 0; frame < 80; frame++) {
        const here = intervals.flatMap(({ start, end }, index) =>
          start <= frame && frame < end ? [rows[index]] : [],
        );
        expect(new Set(here).size).toBe(here.length);
        busiest = Math.max(busiest, here.length);
      }
      expect(count).toBe(busiest);
    }),
  );
});
