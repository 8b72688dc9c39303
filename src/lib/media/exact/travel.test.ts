import { expect, it } from 'vitest';
import { Momentum } from './travel.ts';

const ways = (frames: readonly number[]) => {
  const momentum = new Momentum();
  return frames.map((frame) => momentum.move(frame, 30));
};

it('goes a way after three steps that way', () => {
  expect(ways([10, 11, 12, 13, 14])).toEqual([0, 0, 0, 1, 1]);
  expect(ways([50, 40, 30, 20])).toEqual([0, 0, 0, -1]);
});

it('[M9] does not turn for a step back, and turns for several', () => {
  expect(ways([10, 11, 12, 13, 14, 15, 16, 15, 16, 15]).slice(-3)).toEqual([1, 1, 1]);
  const turned = ways([10, 11, 12, 13, 14, 15, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7]);
  expect(turned.slice(6)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, -1]);
});

it('[M9] goes nowhere after a jump, and while it stands', () => {
  expect(ways([10, 11, 12, 13, 200])).toEqual([0, 0, 0, 1, 0]);
  expect(ways([10, 10, 10, 10, 10])).toEqual([0, 0, 0, 0, 0]);
});
