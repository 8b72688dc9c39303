import { expect, it } from 'vitest';
import { labelsThatFit } from './label-room.ts';

const TEN = Array.from({ length: 10 }, () => 50);

it('the first labels are shown as far as there is room, and all where there is', () => {
  expect(labelsThatFit(TEN, 4, 600, -1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(labelsThatFit(TEN, 4, 212, -1)).toEqual([0, 1, 2, 3]);
  expect(labelsThatFit(TEN, 4, 211, -1)).toEqual([0, 1, 2]);
  expect(labelsThatFit([], 4, 100, -1)).toEqual([]);
});

it('the current one is always shown, last where it is not among the first', () => {
  expect(labelsThatFit(TEN, 4, 212, 2)).toEqual([0, 1, 2, 3]);
  expect(labelsThatFit(TEN, 4, 212, 7)).toEqual([0, 1, 2, 7]);
  expect(labelsThatFit(TEN, 4, 20, 7)).toEqual([7]);
  expect(labelsThatFit(TEN, 4, 600, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
