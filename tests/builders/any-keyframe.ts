/** Keyframes of any shape that can be stored, for property tests. */
import fc from 'fast-check';
import type { Keyframe, KeyframeValue } from '#lib/model/keyframe.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { anyKind, anyOfKind } from './any-shape.ts';

export function anyKeyframeValueOf(kind: ShapeKind): fc.Arbitrary<KeyframeValue> {
  return fc.record(
    {
      shape: anyOfKind[kind],
      outside: fc.boolean(),
      occluded: fc.boolean(),
      made: fc.constant(true as const),
    },
    { requiredKeys: ['shape', 'outside', 'occluded'] },
  );
}

export const anyKeyframeValue: fc.Arbitrary<KeyframeValue> = anyKind.chain(anyKeyframeValueOf);

export const anyFrame: fc.Arbitrary<Frame> = fc
  .oneof(
    { arbitrary: fc.integer({ min: 0, max: 30 }), weight: 5 },
    { arbitrary: fc.integer({ min: 0, max: MAX_FRAME }), weight: 1 },
  )
  .map((value) => value as Frame);

/** Ascending by frame, at least one. */
export function anyKeyframesOf(kind: ShapeKind): fc.Arbitrary<Keyframe[]> {
  return fc
    .uniqueArray(fc.record({ frame: anyFrame, value: anyKeyframeValueOf(kind) }), {
      selector: ({ frame }) => frame,
      minLength: 1,
      maxLength: 40,
    })
    .map((found) => found.map(({ frame, value }) => ({ frame, ...value })).sort((a, b) => a.frame - b.frame));
}
