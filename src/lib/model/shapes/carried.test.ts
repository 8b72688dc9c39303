import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualOfKind } from '../../../../tests/builders/any-shape.ts';
import { inverse, moved, chained, type Similarity } from '../similarity.ts';
import { opsOf, SHAPE_KINDS, type Shape, type ShapeKind } from '../shape.ts';
import { carried } from './carried.ts';

function turning(degrees: number, growth: number, dx: number, dy: number): Similarity {
  const turn = (degrees * Math.PI) / 180;
  return { a: growth * Math.cos(turn), b: growth * Math.sin(turn), dx, dy };
}

const MOVEMENTS = [turning(0, 1, 30.5, -12), turning(25, 1.3, 4, 80), turning(-140, 0.8, 200, 10)];

function examples(kind: ShapeKind): readonly Shape[] {
  return fc.sample<Shape>(usualOfKind[kind], { numRuns: 12, seed: 7 });
}

it('a movement and its inverse lead back', () => {
  for (const movement of MOVEMENTS) {
    const { x, y } = moved(chained(movement, inverse(movement)), { x: 120, y: 45 });
    expect(Math.hypot(x - 120, y - 45)).toBeLessThan(1e-6);
  }
});

describe.each(SHAPE_KINDS)('%s', (kind) => {
  it('stays one that can be stored, wherever it is taken', () => {
    const ops = opsOf(kind);
    for (const shape of examples(kind))
      for (const movement of MOVEMENTS) {
        const after = carried(shape, movement);
        expect(ops.fromNumbers(ops.toNumbers(after))).toEqual(after);
      }
  });

  it('stays as it is where nothing moves', () => {
    for (const shape of examples(kind)) expect(carried(shape, { a: 1, b: 0, dx: 0, dy: 0 })).toEqual(shape);
  });
});

it.each(['polygon', 'polyline', 'point', 'cuboid'] as const)('each point of a %s goes along', (kind) => {
  for (const shape of examples(kind))
    for (const movement of MOVEMENTS) {
      const [before, after] = [shape, carried(shape, movement)].map(
        (one) => opsOf(kind).vertices?.points(one) ?? [],
      );
      const apart = before?.map((point, n) => {
        const [should, is] = [moved(movement, point), after?.[n] ?? { x: NaN, y: NaN }];
        return Math.hypot(should.x - is.x, should.y - is.y);
      });
      expect(Math.max(...(apart ?? [NaN]))).toBeLessThan(0.02);
    }
});

it('boxes go with their middle and grow, and what can be turned turns', () => {
  const box = { kind: 'box', x: 10, y: 20, w: 40, h: 20 } as const;
  expect(carried(box, turning(0, 2, -5, 0))).toEqual({ kind: 'box', x: 15, y: 40, w: 80, h: 40 });
  const turned = { kind: 'rotated-box', x: 0, y: 0, w: 40, h: 20, rotation: 350 } as const;
  expect(carried(turned, turning(20, 2, 10, 0))).toMatchObject({ w: 80, h: 40, rotation: 10 });
});
