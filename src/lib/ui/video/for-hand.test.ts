import { expect, it } from 'vitest';
import { isForHand } from './for-hand.ts';

const asked = (query: string) => new URLSearchParams(query);
const mouse = () => false;
const phone = () => true;
const tablet = (query: string) => query === '(pointer: coarse)';

it('is the workspace with a mouse, and wherever it is asked for', () => {
  expect(isForHand(asked('live=s1'), mouse)).toBe(false);
  expect(isForHand(asked('f=3'), tablet)).toBe(false);
  expect(isForHand(asked('live=s1&desk'), phone)).toBe(false);
});

it('is the small one on a phone, and for an invitation on a tablet', () => {
  expect(isForHand(asked('f=3&c=c1'), phone)).toBe(true);
  expect(isForHand(asked('live=s1'), tablet)).toBe(true);
});
