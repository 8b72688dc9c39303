import { afterEach, describe, expect, it, vi } from 'vitest';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';

afterEach(() => vi.useRealTimers());

function rate({ editor: { playhead } }: HandAtWork): number {
  return playhead.playing.value ? playhead.rate.value : 0;
}

it('Space and K play and pause at the chosen speed', () => {
  const hand = new HandAtWork();
  const { playhead } = hand.editor;
  hand.key('Space');
  expect(playhead.playing.value).toBe(true);
  hand.tap('K');
  expect(playhead.playing.value).toBe(false);
  hand.tap('K');
  expect(playhead.playing.value).toBe(true);
  hand.tap('K');
  playhead.setSpeed(0.5);
  hand.key('Space');
  expect(playhead.rate.value).toBe(0.5);
});

describe('J, K and L', () => {
  it('again doubles up to 16 times, the other way starts at real time', () => {
    const hand = new HandAtWork();
    const rates = ['L', 'L', 'L', 'L', 'L', 'L', 'J', 'J', 'K', 'L'].map((key) => {
      hand.tap(key);
      return rate(hand);
    });
    expect(rates).toEqual([1, 2, 4, 8, 16, 16, -1, -2, 0, 1]);
    hand.tap('K');
    hand.key('Space');
    expect(rate(hand)).toBe(1);
  });

  it('with K held a tap is one frame, and a held key runs slowly as long as it is held', () => {
    vi.useFakeTimers();
    const hand = new HandAtWork().at(50);
    hand.key('K');
    hand.tap('L').tap('L').tap('J');
    expect(hand.editor.playhead.shown.value).toBe(51);
    hand.key('J');
    vi.advanceTimersByTime(400);
    expect(rate(hand)).toBe(-0.25);
    hand.letGo('J');
    expect(rate(hand)).toBe(0);
    hand.letGo('K');
    vi.advanceTimersByTime(1000);
    expect(rate(hand)).toBe(0);
  });

  it('a keyboard that goes elsewhere lets go of K', () => {
    const hand = new HandAtWork();
    hand.key('L');
    hand.key('K');
    hand.editor.commands.release();
    expect(rate(hand)).toBe(0);
    hand.tap('L');
    expect(rate(hand)).toBe(1);
  });
});

it('after running backwards Space plays forwards, and a chosen speed keeps the direction', () => {
  const hand = new HandAtWork();
  hand.tap('J');
  hand.editor.playhead.setSpeed(2);
  expect(rate(hand)).toBe(-2);
  hand.key('Space');
  hand.key('Space');
  expect(rate(hand)).toBe(2);
});

describe('loop', () => {
  it('goes from the last frame to the first, after its time; backwards the other way', () => {
    vi.useFakeTimers();
    const hand = new HandAtWork();
    const { playhead, marks } = hand.editor;
    hand.at(20).key('I');
    hand.at(30).key('O');
    hand.key('/');
    expect(playhead.loop.range.value).toEqual({ start: 20, end: 31 });
    hand.at(25).key('Space');
    hand.player.run(5);
    expect(playhead.shown.value).toBe(30);
    vi.advanceTimersByTime(39);
    expect(playhead.shown.value).toBe(30);
    vi.advanceTimersByTime(2);
    expect([playhead.shown.value, rate(hand)]).toEqual([20, 1]);
    hand.player.run(15); // pictures were left out
    expect([playhead.shown.value, rate(hand)]).toEqual([20, 1]);
    hand.tap('J');
    expect(playhead.shown.value).toBe(30);
    hand.player.run(10);
    vi.advanceTimersByTime(41);
    expect([playhead.shown.value, rate(hand)]).toEqual([30, -1]);
    hand.tap('K');
    vi.advanceTimersByTime(1000);
    expect(rate(hand)).toBe(0);
    expect(marks.in.value).toBe(20);
  });

  it('is of the selection first, begins at its start, and ends with the same key', () => {
    const hand = new HandAtWork();
    const { playhead, selection } = hand.editor;
    const id = hand.at(10).draw(10, 10, 50, 50);
    hand.at(40).press(30, 30).drag(60, 40).release();
    selection.set([{ kind: 'track', id }]);
    hand.at(80).key('/');
    expect(playhead.loop.range.value).toEqual({ start: 10, end: 41 });
    hand.key('Space');
    expect(playhead.shown.value).toBe(10);
    hand.key('/');
    expect(playhead.loop.range.value).toBeNull();
    hand.player.run(60);
    expect(playhead.shown.value).toBe(70);
  });

  it('of an instant has a second on either side; of nothing it is the whole video, and its end is no end', () => {
    vi.useFakeTimers();
    const hand = new HandAtWork();
    const { playhead, selection } = hand.editor;
    hand.at(50).key('M');
    hand.key('/');
    expect(playhead.loop.range.value).toEqual({ start: 25, end: 76 });
    hand.key('/');
    selection.clear();
    hand.key('/');
    expect(playhead.loop.range.value).toEqual({ start: 0, end: 100 });
    hand.key('Space');
    hand.player.run(60);
    hand.player.pause(); // the player has come to its own end
    vi.advanceTimersByTime(41);
    expect([playhead.shown.value, rate(hand)]).toEqual([0, 1]);
  });
});
