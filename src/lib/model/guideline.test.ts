import { describe, expect, it } from 'vitest';
import {
  exampleFrames,
  exampleIn,
  guidelineFault,
  isNews,
  isOwed,
  MAX_EXAMPLES,
  pictureAddress,
  pictureIds,
} from './guideline.ts';

const TEXT = `
# B-lines
![Three of them](frame:v1/120) and ![again](frame:v1/120), ![wide](<frame:v2/7>)
![A sketch](picture:abc) ![no](frame:v1) ![no](picture:abc/3) ![no](frame:v1/123456789)
`;

describe('what a guideline shows', () => {
  it('frames and pictures, each once', () => {
    expect(exampleFrames(TEXT)).toEqual([
      { video: 'v1', frame: 120 },
      { video: 'v2', frame: 7 },
    ]);
    expect(pictureIds(TEXT)).toEqual(['abc']);
  });

  it.each([
    ['picture:abc', '/media/guideline/p/abc'],
    ['frame:v1/007', '/media/guideline/p/frame/v1/7'],
    ['frame:v1', undefined],
    ['picture:abc/1', undefined],
    ['picture:../../x', undefined],
    ['https://elsewhere/picture:abc', undefined],
    ['javascript:alert(1)', undefined],
  ])('%s is served at %s', (reference, address) => expect(pictureAddress('p', reference)).toBe(address));

  it.each([
    ['https://loupe.example/videos/v1?f=12', { video: 'v1', frame: 12 }],
    ['/videos/v1?with=v2&f=12&c=x', { video: 'v1', frame: 12 }],
    ['frame:v1/12', { video: 'v1', frame: 12 }],
    ['/videos/v1', undefined],
    ['frame:v1/1 frame:v2/1', undefined],
  ])('the frame that %s names', (text, frame) => expect(exampleIn(text)).toEqual(frame));
});

it('is not published empty, without end, or with frames without end', () => {
  expect(guidelineFault('# Mark')).toBeUndefined();
  expect(guidelineFault(' \n')).toBe('The guideline is empty.');
  expect(guidelineFault('x'.repeat(100_001))).toMatch(/more than 100000 characters/);
  const frames = Array.from({ length: MAX_EXAMPLES + 1 }, (_, n) => `![x](frame:v/${n})`).join('\n');
  expect(guidelineFault(frames)).toMatch(/more than 60 example frames/);
});

it('a small correction is news, and asks nobody again', () => {
  const none = { version: 0, asked: 0, read: 0, acknowledged: 0 };
  expect([isNews(none), isOwed(none)]).toEqual([false, false]);
  const corrected = { version: 3, asked: 2, read: 2, acknowledged: 2 };
  expect([isNews(corrected), isOwed(corrected)]).toEqual([true, false]);
  expect(isOwed({ ...corrected, acknowledged: 1 })).toBe(true);
});
