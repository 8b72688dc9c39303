/** Shapes of every kind that can be stored, for property tests. A new kind is one line in the table. */
import fc from 'fast-check';
import type { ImagePoint } from '#lib/model/geometry.ts';
import { Bitmap } from '#lib/model/shapes/bitmap.ts';
import { maskOf } from '#lib/model/shapes/mask.ts';
import { JOINT_STATES } from '#lib/model/shapes/skeleton.ts';
import type { Shape, ShapeKind } from '#lib/model/shape.ts';

type AnyOfKind = { readonly [K in ShapeKind]: fc.Arbitrary<Extract<Shape, { kind: K }>> };

const LARGEST = 100_000_000;

const hundredths = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => n / 100);

/** Degrees. */
const rotation = hundredths(0, 35_999);

/** Mostly few points, now and then many. */
function path(place: fc.Arbitrary<number>, least: number): fc.Arbitrary<ImagePoint[]> {
  const point = fc.record({ x: place, y: place });
  return fc.oneof(
    { arbitrary: fc.array(point, { minLength: least, maxLength: 12 }), weight: 20 },
    { arbitrary: fc.array(point, { minLength: 40, maxLength: 80 }), weight: 1 },
  );
}

function shapesOf(place: fc.Arbitrary<number>, size: fc.Arbitrary<number>): AnyOfKind {
  const box = { x: place, y: place, w: size, h: size };
  return {
    box: fc.record({ kind: fc.constant('box'), ...box }),
    'rotated-box': fc.record({ kind: fc.constant('rotated-box'), ...box, rotation }),
    ellipse: fc.record({
      kind: fc.constant('ellipse'),
      cx: place,
      cy: place,
      rx: size,
      ry: size,
      rotation,
    }),
    polygon: fc.record({ kind: fc.constant('polygon'), points: path(place, 3) }),
    polyline: fc.record({ kind: fc.constant('polyline'), points: path(place, 2) }),
    point: fc.record({ kind: fc.constant('point'), points: path(place, 1) }),
    skeleton: fc.record({
      kind: fc.constant('skeleton'),
      joints: fc
        .array(fc.record({ x: place, y: place, state: fc.constantFrom(...JOINT_STATES) }), {
          minLength: 1,
          maxLength: 20,
        })
        .map(([first, ...rest]) => [
          { ...first!, state: first!.state === 'absent' ? 'visible' : first!.state },
          ...rest,
        ]),
    }),
    mask: fc
      .record({
        x: place,
        y: place,
        w: fc.nat(11),
        rows: fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), {
          minLength: 1,
          maxLength: 12,
        }),
      })
      .map(({ x, y, w, rows }) => {
        const [left, top] = [Math.round(x) + 0, Math.round(y) + 0];
        const bitmap = new Bitmap({ x: left, y: top, w: 12, h: rows.length });
        bitmap.fillRow(top, left, left + 1, 1);
        for (const [row, pixels] of rows.entries())
          for (const [column, set] of pixels.slice(0, w + 1).entries())
            if (set) bitmap.fillRow(top + row, left + column, left + column + 1, 1);
        return maskOf(bitmap)!;
      }),
    cuboid: fc.record({
      kind: fc.constant('cuboid'),
      points: fc.array(fc.record({ x: place, y: place }), { minLength: 8, maxLength: 8 }),
    }),
  };
}

/** As large as those in a video, and about there. */
export const usualOfKind: AnyOfKind = shapesOf(hundredths(-20_000, 400_000), hundredths(1, 400_000));

const wide = shapesOf(hundredths(-LARGEST, LARGEST), hundredths(1, LARGEST));

/** Mostly usual ones, sometimes with all that is allowed. */
export const anyOfKind = Object.fromEntries(
  Object.entries(usualOfKind).map(([kind, usual]) => [
    kind,
    fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: wide[kind as ShapeKind], weight: 1 }),
  ]),
) as AnyOfKind;

export const anyKind: fc.Arbitrary<ShapeKind> = fc.constantFrom(...(Object.keys(usualOfKind) as ShapeKind[]));
