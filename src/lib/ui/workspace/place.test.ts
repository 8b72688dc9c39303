import { expect, it } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { parsePlace, timeText } from './place.ts';

/** 100 frames of 40 ms, with a gap of a second after the tenth. */
const index = new FrameIndex(
  { num: 1, den: 1000 },
  Float64Array.from({ length: 100 }, (_, n) => n * 40 + (n > 9 ? 1000 : 0)),
  40,
);

it('digits are a frame, counted from 0', () => {
  expect([' 0 ', '42', '99'].map((text) => parsePlace(text, index))).toEqual([0, 42, 99]);
});

it('everything with a colon, a point or an s is a time, through the index', () => {
  expect(parsePlace('0:01.400', index)).toBe(10);
  expect(parsePlace('1.0', index)).toBe(9); // in the gap the picture before it stays
  expect(parsePlace('2 s', index)).toBe(25);
});

it('refuses what is neither, or lies outside', () => {
  for (const text of ['', 'x', '-1', '100', '9:00', '1:2:3:4', '1e3'])
    expect(parsePlace(text, index)).toBeUndefined();
});

it('tells when a frame begins', () => {
  expect(timeText(index, 10)).toBe('00:01.400');
});
