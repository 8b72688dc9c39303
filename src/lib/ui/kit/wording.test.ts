import { expect, it } from 'vitest';
import { agoText, amountText, countText, dateText, durationText, rateText, sizeText } from './wording.ts';

it('sizes have a unit that keeps them short', () => {
  expect([0, 999, 1000, 34_567, 999_499, 999_500, 1_250_000, 123e6, 5e12].map(sizeText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '34.6 kB',
    '999 kB',
    '1.0 MB',
    '1.3 MB',
    '123 MB',
    '5.0 TB',
  ]);
});

it('durations read as a clock, short ones with tenths', () => {
  expect([0, 7400, 12_345, 83_000, 3_723_000].map(durationText)).toEqual([
    '0.0 s',
    '7.4 s',
    '0:12',
    '1:23',
    '1:02:03',
  ]);
});

it('counts, rates and amounts', () => {
  expect(countText(12_345)).toBe('12,345');
  expect([29.970_03, 25, 22.665].map(rateText)).toEqual(['29.97', '25', '22.67']);
  expect([amountText(1, 'video'), amountText(0, 'video'), amountText(2, 'study', 'studies')]).toEqual([
    '1 video',
    '0 videos',
    '2 studies',
  ]);
});

it('times: nearness first, then the day', () => {
  const now = Date.UTC(2026, 10, 24, 12, 0);
  const ago = (minutes: number) => agoText(now - minutes * 60_000, now);
  expect([0, 5, 61, 24 * 60, 3 * 24 * 60].map(ago)).toEqual([
    'just now',
    '5 min ago',
    '1 h ago',
    '1 day ago',
    '3 days ago',
  ]);
  expect(ago(30 * 24 * 60)).toBe('25 Oct 2026');
  expect(agoText(now + 5000, now)).toBe('just now'); // a clock that runs ahead
  expect(dateText(now, 'UTC')).toBe('24 Nov 2026, 12:00');
});
