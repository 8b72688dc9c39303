import { expect, it } from 'vitest';
import { readFrameList } from './frame-list.ts';

it('reads frames and ranges, in any order', () => {
  expect(readFrameList(' 25, 0 ,100 - 120,7-7')).toEqual({
    ranges: [
      { start: 25, end: 26 },
      { start: 0, end: 1 },
      { start: 100, end: 121 },
      { start: 7, end: 8 },
    ],
  });
});

it.each([
  ['', '"" is no frame'],
  ['1,', '"" is no frame'],
  ['1,x', '"x" is no frame'],
  ['9-3', '"9-3" is no frame'],
  ['-3', '"-3" is no frame'],
  ['1.5', '"1.5" is no frame'],
  ['99999999', '"99999999" is no frame'],
  ['1,'.repeat(3000), 'at most 2000 parts'],
])('says what is wrong with "%s"', (text, sentence) => {
  expect(readFrameList(text)).toEqual({ fault: expect.stringContaining(sentence) as string });
});
