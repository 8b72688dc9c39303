import { expect, it } from 'vitest';
import { byAge, daySeries } from './day-series.ts';

it('has every day, today last, over the end of a month and a leap day', () => {
  const told = [{ day: '2028-02-29', submitted: 3, accepted: 1 }];
  const days = daySeries(told, 3, Date.UTC(2028, 2, 1, 0, 0, 1));
  expect(days.map(({ day, submitted }) => [day, submitted])).toEqual([
    ['2028-02-28', 0],
    ['2028-02-29', 3],
    ['2028-03-01', 0],
  ]);
});

it('what is told of other days is left out', () => {
  expect(daySeries([{ day: '2020-01-01', submitted: 1, accepted: 1 }], 2, Date.UTC(2026, 4, 6))).toEqual([
    { day: '2026-05-05', submitted: 0, accepted: 0 },
    { day: '2026-05-06', submitted: 0, accepted: 0 },
  ]);
});

it('counts ages, the oldest without an end', () => {
  expect(byAge([0, 1.9, 2, 6, 7, 400], [2, 7])).toEqual([2, 2, 2]);
  expect(byAge([], [2, 7])).toEqual([0, 0, 0]);
});
