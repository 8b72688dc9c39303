import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualOfKind } from '../../../../tests/builders/any-shape.ts';
import type { ImagePoint } from '../geometry.ts';
import { moved, type Similarity } from '../similarity.ts';
import { opsOf, SHAPE_KINDS, type Shape } from '../shape.ts';
import { carried } from './carried.ts';
import { TURN, type RotatedBox } from './rotated-box.ts';
import { boundsSeen, opsSeen } from './stretched.ts';

const ASPECT = 16 / 11;
/** What rounding to hundredths of a stored pixel may come to on the screen. */
const NEAR = 0.05;

const onScreen = ({ x, y }: ImagePoint): ImagePoint => ({ x: x * ASPECT, y });
const inImage = ({ x, y }: ImagePoint): ImagePoint => ({ x: x / ASPECT, y });
const apart = (a: ImagePoint, b: ImagePoint) => Math.hypot(a.x - b.x, a.y - b.y);

const anyBox = fc.record({
  kind: fc.constant('rotated-box' as const),
  x: fc.integer({ min: 0, max: 500 }),
  y: fc.integer({ min: 0, max: 400 }),
  w: fc.integer({ min: 20, max: 200 }),
  h: fc.integer({ min: 20, max: 200 }),
  rotation: fc.integer({ min: 0, max: 359 }),
});

function cornersSeen(shape: RotatedBox): readonly ImagePoint[] {
  return (opsSeen(shape.kind, ASPECT).outline(shape) ?? []).map(onScreen);
}

describe('on a video of 16:11 pixels', () => {
  it('[D45] a turned box has right angles and the sides it had before it was turned', () => {
    fc.assert(
      fc.property(anyBox, (shape) => {
        const [a, b, c, d] = cornersSeen(shape) as [ImagePoint, ImagePoint, ImagePoint, ImagePoint];
        expect(apart(a, b)).toBeCloseTo(shape.w * ASPECT, 6);
        expect(apart(b, c)).toBeCloseTo(shape.h, 6);
        expect(apart(a, c)).toBeCloseTo(apart(b, d), 6);
        const turn = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
        expect((turn - shape.rotation + 720.5) % 360).toBeCloseTo(0.5, 6);
      }),
    );
  });

  it('[D45] a turned ellipse is as far from its middle as its half axes say', () => {
    const shape = { kind: 'ellipse', cx: 100, cy: 80, rx: 30, ry: 10, rotation: 30 } as const;
    const far = (opsSeen('ellipse', ASPECT).outline(shape) ?? []).map((point) =>
      apart(onScreen(point), onScreen({ x: 100, y: 80 })),
    );
    expect(Math.max(...far)).toBeCloseTo(30 * ASPECT, 6);
    expect(Math.min(...far)).toBeCloseTo(10, 1);
  });

  it('what is inside, its bounds, its handles and its area are those of the outline', () => {
    fc.assert(
      fc.property(anyBox, fc.double({ min: 0, max: 1, noNaN: true }), (shape, t) => {
        const ops = opsSeen(shape.kind, ASPECT);
        const corners = ops.outline(shape) ?? [];
        const { x, y, w, h } = boundsSeen(shape, ASPECT);
        expect(Math.min(...corners.map((at) => at.x))).toBeCloseTo(x, 1);
        expect(Math.max(...corners.map((at) => at.y))).toBeCloseTo(y + h, 1);
        expect(Math.max(...corners.map((at) => at.x))).toBeCloseTo(x + w, 1);
        const [a, , c] = corners as [ImagePoint, ImagePoint, ImagePoint];
        const [share, beyond] = [0.01 + 0.98 * t, 1.02 + t];
        expect(ops.contains(shape, { x: a.x + (c.x - a.x) * share, y: a.y + (c.y - a.y) * share }, 0)).toBe(
          true,
        );
        expect(ops.contains(shape, { x: a.x + (c.x - a.x) * beyond, y: a.y + (c.y - a.y) * beyond }, 0)).toBe(
          false,
        );
        const places = ops.handles(shape).map(({ at }) => at);
        for (const corner of corners)
          expect(Math.min(...places.map((at) => apart(at, corner)))).toBeLessThan(1e-6);
        expect(ops.area(shape)).toBeCloseTo(shape.w * shape.h, 6);
      }),
    );
  });

  it('a dragged corner comes under the pointer, and the one across it stays', () => {
    const gone = fc.record({ x: fc.integer({ min: 5, max: 60 }), y: fc.integer({ min: 5, max: 60 }) });
    fc.assert(
      fc.property(anyBox, gone, (shape, by) => {
        const before = cornersSeen(shape) as [ImagePoint, ImagePoint, ImagePoint, ImagePoint];
        const [along, down] = [
          { x: before[1].x - before[0].x, y: before[1].y - before[0].y },
          { x: before[3].x - before[0].x, y: before[3].y - before[0].y },
        ];
        const to = {
          x: before[2].x + (along.x * by.x) / 100 + (down.x * by.y) / 100,
          y: before[2].y + (along.y * by.x) / 100 + (down.y * by.y) / 100,
        };
        const after = cornersSeen(
          opsSeen(shape.kind, ASPECT).dragHandle(shape, 'se', inImage(to), false) as RotatedBox,
        );
        expect(apart(after[0] as ImagePoint, before[0])).toBeLessThan(NEAR);
        expect(apart(after[2] as ImagePoint, to)).toBeLessThan(NEAR);
      }),
    );
  });

  it('its turning handle points where the pointer is, as one sees it', () => {
    fc.assert(
      fc.property(anyBox, fc.integer({ min: 0, max: 359 }), (shape, wanted) => {
        const middle = onScreen({ x: shape.x + shape.w / 2, y: shape.y + shape.h / 2 });
        const turn = ((wanted - 90) * Math.PI) / 180;
        const to = inImage({ x: middle.x + 90 * Math.cos(turn), y: middle.y + 90 * Math.sin(turn) });
        const after = opsSeen(shape.kind, ASPECT).dragHandle(shape, TURN, to, false) as RotatedBox;
        expect(((after.rotation - wanted + 540) % 360) - 180).toBeCloseTo(0, 1);
        expect([after.w, after.h]).toEqual([shape.w, shape.h]);
      }),
    );
  });

  it('a turned box is taken along by what turns and grows, without being sheared', () => {
    const turn = (25 * Math.PI) / 180;
    const by: Similarity = { a: 1.2 * Math.cos(turn), b: 1.2 * Math.sin(turn), dx: 8, dy: -5 };
    fc.assert(
      fc.property(anyBox, (shape) => {
        const after = cornersSeen(carried(shape, by, ASPECT) as RotatedBox);
        for (const [n, before] of cornersSeen(shape).entries())
          expect(apart(after[n] as ImagePoint, moved(by, before))).toBeLessThan(NEAR);
      }),
    );
  });

  it('kinds of points are taken along point by point, and a mask by its middle', () => {
    const by: Similarity = { a: 1, b: 0, dx: 16, dy: 4 };
    const triangle: Shape = { kind: 'polygon', points: [{ x: 0, y: 0 }, { x: 11, y: 0 }, { x: 11, y: 9 }] }; // prettier-ignore
    expect(carried(triangle, by, ASPECT)).toEqual({
      kind: 'polygon',
      points: [{ x: 11, y: 4 }, { x: 22, y: 4 }, { x: 22, y: 13 }], // prettier-ignore
    });
    const mask: Shape = { kind: 'mask', x: 2, y: 3, w: 2, h: 1, runs: [0, 2] };
    expect(carried(mask, by, ASPECT)).toMatchObject({ x: 13, y: 7, w: 2, h: 1 });
  });
});

it('where pixels are square, and of kinds that do not turn, all is as it is', () => {
  for (const kind of SHAPE_KINDS) {
    expect(opsSeen(kind, 1)).toBe(opsOf(kind));
    expect(opsSeen(kind, ASPECT) === opsOf(kind)).toBe(kind !== 'ellipse' && kind !== 'rotated-box');
    for (const shape of fc.sample<Shape>(usualOfKind[kind], { numRuns: 5, seed: 3 }))
      expect(carried(shape, { a: 1, b: 0, dx: 0, dy: 0 }, ASPECT).kind).toBe(kind);
  }
});
