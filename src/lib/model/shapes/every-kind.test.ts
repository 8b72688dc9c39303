/** What holds for every kind of shape, as everything that is drawn, stored and exported relies on it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyOfKind, usualOfKind } from '../../../../tests/builders/any-shape.ts';
import type { ImagePoint } from '../geometry.ts';
import { aShape, opsOf, opsOfCode, SHAPE_KINDS, shapes, type Shape } from '../shape.ts';

/** The smallest and largest places that are still inside a little more than the bounds. */
function isWithin(shape: Shape, { x, y }: ImagePoint, slack: number): boolean {
  const bounds = opsOf(shape.kind).bounds(shape);
  return (
    x >= bounds.x - slack &&
    x <= bounds.x + bounds.w + slack &&
    y >= bounds.y - slack &&
    y <= bounds.y + bounds.h + slack
  );
}

/** How often a closed line winds around a point: another way than the one that `contains` goes. */
function winding(outline: readonly ImagePoint[], { x, y }: ImagePoint): number {
  let turns = 0;
  for (const [n, a] of outline.entries()) {
    const b = outline[(n + 1) % outline.length]!;
    let by = Math.atan2(b.y - y, b.x - x) - Math.atan2(a.y - y, a.x - x);
    if (by > Math.PI) by -= 2 * Math.PI;
    if (by < -Math.PI) by += 2 * Math.PI;
    turns += by;
  }
  return Math.round(turns / (2 * Math.PI));
}

function distanceTo(outline: readonly ImagePoint[], { x, y }: ImagePoint): number {
  return Math.min(
    ...outline.map((a, n) => {
      const b = outline[(n + 1) % outline.length]!;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.min(1, Math.max(0, along));
      return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
    }),
  );
}

it('has a code and a name of its own', () => {
  expect(new Set(Object.values(shapes).map(({ code }) => code)).size).toBe(SHAPE_KINDS.length);
  for (const kind of SHAPE_KINDS) {
    expect(opsOf(kind).kind).toBe(kind);
    expect(opsOfCode(opsOf(kind).code)).toBe(opsOf(kind));
    expect(aShape(kind)).toMatch(/^an? [a-z ]+$/);
  }
  expect(aShape('ellipse')).toBe('an ellipse');
});

describe.each(SHAPE_KINDS)('%s', (kind) => {
  const ops = opsOf(kind);
  const any = anyOfKind[kind] as fc.Arbitrary<Shape>;
  const usual = usualOfKind[kind] as fc.Arbitrary<Shape>;
  const place = fc.record({
    x: fc.integer({ min: -500, max: 5000 }),
    y: fc.integer({ min: -500, max: 5000 }),
  });
  const valid = (shape: Shape) => ops.fromNumbers(ops.toNumbers(shape));

  it('is what its numbers say', () => {
    fc.assert(
      fc.property(any, (shape) => {
        expect(valid(shape)).toEqual(shape);
      }),
    );
  });

  it('is none with numbers that are no coordinates, or of another count', () => {
    fc.assert(
      fc.property(any, fc.nat(), fc.constantFrom(NaN, Infinity, -Infinity, 1_000_001), (shape, at, bad) => {
        const numbers = [...ops.toNumbers(shape)];
        expect(ops.fromNumbers([...numbers, 1])).toBeUndefined(); // no kind has an odd and an even count
        numbers[at % numbers.length] = bad;
        expect(ops.fromNumbers(numbers)).toBeUndefined();
        expect(ops.fromNumbers([])).toBeUndefined();
      }),
    );
  });

  it('stays one that can be stored between two keyframes, and near them at the ends', () => {
    fc.assert(
      fc.property(usual, usual, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, t) => {
        const between = ops.interpolate(a, b, t);
        expect(between.kind).toBe(kind);
        expect(valid(between)).toEqual(between);
      }),
    );
  });

  it('is not changed by standing still', () => {
    fc.assert(
      fc.property(usual, fc.double({ min: 0, max: 1, noNaN: true }), (shape, t) => {
        const still = ops.bounds(ops.interpolate(shape, shape, t));
        const { x, y, w, h } = ops.bounds(shape);
        for (const [is, was] of [
          [still.x, x],
          [still.y, y],
          [still.w, w],
          [still.h, h],
        ] as const)
          // prettier-ignore
          expect(is).toBeCloseTo(was, 1);
      }),
    );
  });

  /** A point in or a little around a shape, as shares of its bounds. */
  const near = fc.tuple(usual, fc.double({ min: -0.2, max: 1.2, noNaN: true }), fc.double({ min: -0.2, max: 1.2, noNaN: true })); // prettier-ignore

  it.runIf(ops.outline(ops.inRect({ x: 0, y: 0, w: 9, h: 9 })))(
    'contains what lies within its outline',
    () => {
      fc.assert(
        fc.property(near, ([shape, across, down]) => {
          const { x, y, w, h } = ops.bounds(shape);
          const point = { x: x + w * across, y: y + h * down };
          const outline = ops.outline(shape) ?? [];
          // An ellipse's outline runs up to a thousandth of its half axes inside it.
          fc.pre(outline.length > 0 && distanceTo(outline, point) > 0.05 + (w + h) / 1000);
          expect(ops.contains(shape, point, 0)).toBe(winding(outline, point) % 2 !== 0);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('contains nothing that is further outside its bounds than the slack', () => {
    fc.assert(
      fc.property(near, fc.constantFrom(0, 4), ([shape, across, down], slack) => {
        const { x, y, w, h } = ops.bounds(shape);
        const point = { x: x + w * across, y: y + h * down };
        expect(ops.contains(shape, point, slack) && !isWithin(shape, point, slack + 0.02)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.runIf(ops.handles(ops.inRect({ x: 0, y: 0, w: 9, h: 9 })).length > 0)(
    'can be dragged at every handle, and is one that can be stored after it',
    () => {
      fc.assert(
        fc.property(usual, place, fc.boolean(), fc.nat(), (shape, to, square, pick) => {
          const handles = ops.handles(shape);
          expect(new Set(handles.map(({ id }) => id)).size).toBe(handles.length);
          const handle = handles[pick % handles.length]!;
          const dragged = ops.dragHandle(shape, handle.id, to, square);
          expect(valid(dragged)).toEqual(dragged);
        }),
      );
    },
  );

  it('moves, and back again', () => {
    fc.assert(
      fc.property(usual, place, (shape, { x, y }) => {
        const moved = ops.move(shape, x, y);
        expect(ops.bounds(moved).x).toBeCloseTo(ops.bounds(shape).x + x, 1);
        expect(ops.bounds(moved).y).toBeCloseTo(ops.bounds(shape).y + y, 1);
        expect(ops.toNumbers(ops.move(moved, -x, -y))).toEqual(ops.toNumbers(shape));
      }),
    );
  });

  it('lies in the rectangle it was dropped into, and can be made wider and smaller by keys', () => {
    const rect = { x: 10, y: 20, w: 40, h: 30 };
    const dropped = ops.inRect(rect);
    expect(valid(dropped)).toEqual(dropped);
    const { x, y, w, h } = ops.bounds(dropped);
    expect(x >= 10 && y >= 20 && x + w <= 50 && y + h <= 50).toBe(true);
    for (const by of [1, -1, -1000]) {
      const resized = ops.resize(dropped, by, by);
      expect(valid(resized)).toEqual(resized);
      expect(ops.bounds(resized).w).toBeCloseTo(w > 0 ? Math.max(ops.whole ? 1 : 0, w + by) : w, 0);
    }
  });

  it('can be typed: each field is set, and what cannot be is put right', () => {
    fc.assert(
      fc.property(usual, fc.nat(), fc.integer({ min: -4000, max: 4000 }), (shape, pick, value) => {
        const fields = ops.fields(shape);
        const field = fields[pick % fields.length]!;
        expect(ops.setField(shape, field.id, field.value)).toEqual(shape);
        const set = ops.setField(shape, field.id, value);
        expect(valid(set)).toEqual(set);
      }),
    );
  });
});
