import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameTimes } from './index-frames.ts';

const MS = { num: 1, den: 1000 };

/** The times that pictures get which the file gives these. */
function placed(said: readonly (number | undefined)[], duration = 40): { times: number[]; retimed: number } {
  const frames = new FrameTimes(MS);
  const times = said.map((pts) => frames.add(pts, duration));
  return { times, retimed: frames.retimed };
}

it('[I9] leaves times as they are, also uneven ones', () => {
  const said = [-66, 0, 33, 67, 4_000, 3_000_000];
  expect(placed(said)).toEqual({ times: said, retimed: 0 });
});

it('[I9] puts a picture without a time after the one before it', () => {
  expect(placed([0, undefined, 80])).toEqual({ times: [0, 40, 80], retimed: 1 });
  expect(placed([undefined, undefined, undefined], 0)).toEqual({ times: [0, 1, 2], retimed: 3 });
});

it('[I9] moves one wrong time and no other', () => {
  expect(placed([0, 40, 40, 80, 120])).toEqual({ times: [0, 40, 41, 80, 120], retimed: 1 });
  expect(placed([0, 40, 20, 80])).toEqual({ times: [0, 40, 41, 80], retimed: 1 });
  expect(placed([0, 40, -10_000, 120, 150])).toEqual({ times: [0, 40, 80, 120, 150], retimed: 1 });
});

it('[I9] goes on where the clock of the file jumps, and keeps the steps that follow', () => {
  expect(placed([90_000, 90_040, 90_080, 0, 30, 70])).toEqual({
    times: [90_000, 90_040, 90_080, 90_120, 90_150, 90_190],
    retimed: 1,
  });
  expect(placed([0, 40, 80, 120, 0, 40, 80])).toEqual({
    times: [0, 40, 80, 120, 160, 200, 240],
    retimed: 1,
  });
  expect(placed([0, 40, 95_000_000, 95_000_030])).toEqual({ times: [0, 40, 80, 110], retimed: 1 });
  expect(placed([0, 40, 2 ** 60, 120])).toEqual({ times: [0, 40, 80, 120], retimed: 1 });
});

it('[I9] always ascends, and never by more than an hour', () => {
  const anything = fc.option(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), { nil: undefined });
  const close = fc.option(fc.integer({ min: -5000, max: 5000 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fc.oneof(anything, close), { minLength: 1 }), fc.nat(100), (said, duration) => {
      const { times } = placed(said, duration);
      const steps = times.slice(1).map((time, n) => time - times[n]!);
      expect(steps.every((step) => step > 0 && step <= 3_600_000)).toBe(true);
    }),
  );
});

it('[I4] refuses what lasts more than a day, and what has no pictures', () => {
  const frames = new FrameTimes(MS);
  expect(() => frames.index()).toThrow('not one picture in it can be decoded');
  for (let n = 0; n < 30; n++) frames.add(n * 3_000_000, 40);
  expect(() => frames.index()).toThrow('it lasts 24.2 hours, more than 24');
});
