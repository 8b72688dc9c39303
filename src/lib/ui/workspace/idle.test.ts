import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import { followIdle } from './idle.ts';

const MINUTE_MS = 60_000;
let page: EventTarget & { hidden: boolean };
let hand: HandAtWork;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  hand = new HandAtWork();
  stop = followIdle(hand.editor);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const doing = () => hand.editor.doing.value;
function hide(hidden: boolean): void {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
}

it('three minutes without a hand are away; the next touch is back', () => {
  vi.advanceTimersByTime(2 * MINUTE_MS);
  page.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(2 * MINUTE_MS);
  expect(doing()).toBe(null);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(doing()).toBe('idle');
  page.dispatchEvent(new Event('keydown'));
  expect(doing()).toBe(null);
});

it('who watches the video run is there; whose page is out of sight is soon away', () => {
  hand.editor.playhead.play();
  vi.advanceTimersByTime(30 * MINUTE_MS);
  expect(doing()).toBe(null);
  hide(true);
  vi.advanceTimersByTime(15_000);
  expect(doing()).toBe(null);
  vi.advanceTimersByTime(6_000);
  expect(doing()).toBe('idle');
  hide(false);
  expect(doing()).toBe(null);
});

it('what is being written is not overwritten', () => {
  hand.editor.doing.set('typing');
  vi.advanceTimersByTime(5 * MINUTE_MS);
  expect(doing()).toBe('typing');
});
