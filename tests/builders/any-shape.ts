/** Shapes of every kind that can be stored, for property tests. A new kind is one line in the table. */
import fc from 'fast-check';
import type { Shape, ShapeKind } from '#lib/model/shape.ts';

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

const anywhere = pixels(-LARGEST);
const rotation = fc.integer({ min: 0, max: 35_999 }).map((hundredths) => hundredths / 100);

export const anyOfKind: { readonly [K in ShapeKind]: fc.Arbitrary<Extract<Shape, { kind: K }>> } = {
  box: fc.record({
    kind: fc.constant('box' as const),
    x: anywhere,
    y: anywhere,
    w: pixels(1),
    h: pixels(1),
  }),
  ellipse: fc.record({
    kind: fc.constant('ellipse' as const),
    cx: anywhere,
    cy: anywhere,
    rx: pixels(1),
    ry: pixels(1),
    rotation,
  }),
  'rotated-box': fc.record({
    kind: fc.constant('rotated-box' as const),
    x: anywhere,
    y: anywhere,
    w: pixels(1),
    h: pixels(1),
    rotation,
  }),
};

export const anyKind: fc.Arbitrary<ShapeKind> = fc.constantFrom(...(Object.keys(anyOfKind) as ShapeKind[]));

export const anyShape: fc.Arbitrary<Shape> = fc.oneof(...Object.values(anyOfKind));
