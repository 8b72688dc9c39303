import { expect, it } from 'vitest';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';

it('Space and K play and pause at the chosen speed', () => {
  const hand = new HandAtWork();
  const { playhead } = hand.editor;
  hand.key('Space');
  expect(playhead.playing.value).toBe(true);
  hand.key('K');
  expect(playhead.playing.value).toBe(false);
  playhead.setSpeed(0.5);
  hand.key('Space');
  expect(playhead.rate.value).toBe(0.5);
});

it('J and L shuttle: again doubles, the other way starts at real time', () => {
  const hand = new HandAtWork();
  const { playhead } = hand.editor;
  const rates = ['L', 'L', 'L', 'L', 'L', 'J', 'J', 'K', 'L'].map((key) => {
    hand.key(key);
    return playhead.playing.value ? playhead.rate.value : 0;
  });
  expect(rates).toEqual([1, 2, 4, 8, 8, -1, -2, 0, 1]);
  hand.key('K');
  hand.key('Space');
  expect(playhead.rate.value).toBe(1);
});

it('after running backwards Space plays forwards', () => {
  const hand = new HandAtWork();
  hand.key('J');
  hand.key('Space');
  hand.key('Space');
  expect(hand.editor.playhead.rate.value).toBe(1);
});
