import { expect, it } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { bufferedFrames } from './buffered.ts';

const index = new FrameIndex(
  { num: 1, den: 10 },
  Float64Array.from({ length: 50 }, (_, n) => n),
  1,
);

function ranges(...pairs: readonly (readonly [number, number])[]): TimeRanges {
  return { length: pairs.length, start: (n) => pairs[n]![0], end: (n) => pairs[n]![1] };
}

it('counts the frames whose middle is loaded', () => {
  expect(bufferedFrames(ranges([0, 1], [2, 5.2]), index, 0)).toEqual([
    { start: 0, end: 10 },
    { start: 20, end: 50 },
  ]);
  expect(bufferedFrames(ranges([0.04, 0.96]), index, 0)).toEqual([{ start: 0, end: 10 }]);
});

it('takes the offset of the first frame into account', () => {
  expect(bufferedFrames(ranges([0.2, 1.2]), index, 200)).toEqual([{ start: 0, end: 10 }]);
});

it('leaves out ranges without a frame', () => {
  expect(bufferedFrames(ranges([0.01, 0.02]), index, 0)).toEqual([]);
});
