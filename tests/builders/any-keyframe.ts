/** Keyframes of any shape that can be stored, for property tests. */
import fc from 'fast-check';
import type { Keyframe, KeyframeValue } from '#lib/model/keyframe.ts';
import type { Box } from '#lib/model/shapes/box.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';

const LARGEST = 100_000_000;

/** Pixels, in hundredths: mostly those of a video, sometimes all that is allowed. */
function pixels(from: number): fc.Arbitrary<number> {
  return fc
    .oneof(
      { arbitrary: fc.integer({ min: from, max: 400_000 }), weight: 5 },
      { arbitrary: fc.integer({ min: Math.max(from, -LARGEST), max: LARGEST }), weight: 1 },
    )
    .map((hundredths) => hundredths / 100);
}

export const anyBox: fc.Arbitrary<Box> = fc.record({
  kind: fc.constant('box' as const),
  x: pixels(-LARGEST),
  y: pixels(-LARGEST),
  w: pixels(1),
  h: pixels(1),
});

export const anyKeyframeValue: fc.Arbitrary<KeyframeValue> = fc.record({
  shape: anyBox,
  outside: fc.boolean(),
  occluded: fc.boolean(),
});

export const anyFrame: fc.Arbitrary<Frame> = fc
  .oneof(
    { arbitrary: fc.integer({ min: 0, max: 30 }), weight: 5 },
    { arbitrary: fc.integer({ min: 0, max: MAX_FRAME }), weight: 1 },
  )
  .map((value) => value as Frame);

/** Ascending by frame, at least one. */
export const anyKeyframes: fc.Arbitrary<Keyframe[]> = fc
  .uniqueArray(fc.record({ frame: anyFrame, value: anyKeyframeValue }), {
    selector: ({ frame }) => frame,
    minLength: 1,
    maxLength: 40,
  })
  .map((found) => found.map(({ frame, value }) => ({ frame, ...value })).sort((a, b) => a.frame - b.frame));
