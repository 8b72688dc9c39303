import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opsOf, type Shape } from '#lib/model/shape.ts';
import { motionOf } from './motion.ts';

const place = fc.integer({ min: -500, max: 5000 }).map((n) => n / 10);
const size = fc.integer({ min: 1, max: 900 }).map((n) => n / 10);
const anyBox = fc.record({ kind: fc.constant('box' as const), x: place, y: place, w: size, h: size });
const anyPath = (kind: 'polygon' | 'polyline') =>
  fc.record({
    kind: fc.constant(kind),
    points: fc.array(fc.record({ x: place, y: place }), { minLength: 3, maxLength: 9 }),
  });
const anyPair = fc.oneof(
  fc.tuple(anyBox, anyBox),
  fc.tuple(anyPath('polygon'), anyPath('polygon')),
  fc.tuple(anyPath('polyline'), anyPath('polyline')),
);

describe('a motion', () => {
  it('has the points of the shape between, or there is none', () => {
    fc.assert(
      fc.property(anyPair, fc.double({ min: 0, max: 1, noNaN: true }), ([left, right], t) => {
        const motion = motionOf(left as Shape, right as Shape);
        expect(motion !== null || left.kind !== 'box').toBe(true);
        if (!motion) return;
        const ops = opsOf(left.kind);
        const shape = ops.interpolate(left as Shape, right as Shape, t);
        const points = 'points' in shape ? shape.points : (ops.outline(shape) ?? []);
        expect(motion.closed).toBe(left.kind !== 'polyline');
        expect(motion.numbers).toHaveLength(4 * points.length);
        for (const [n, at] of points.entries()) {
          const [x = NaN, y = NaN, dx = NaN, dy = NaN] = motion.numbers.subarray(4 * n);
          expect(Math.abs(x + dx * t - ('x' in at ? at.x : NaN))).toBeLessThanOrEqual(0.0101);
          expect(Math.abs(y + dy * t - ('y' in at ? at.y : NaN))).toBeLessThanOrEqual(0.0101);
        }
      }),
    );
  });

  it('there is none of shapes that have to be made', () => {
    const ellipse = { kind: 'ellipse', cx: 1, cy: 1, rx: 2, ry: 2, rotation: 0 } as const;
    expect(motionOf(ellipse, ellipse)).toBeNull();
    const points = [0, 1, 2].map((n) => ({ x: n, y: n * n }));
    expect(motionOf({ kind: 'polygon', points }, { kind: 'polyline', points })).toBeNull();
  });
});
