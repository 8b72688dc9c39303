import { describe, expect, it } from 'vitest';
import type { Shape } from '../shape.ts';
import { cuboid, DEPTH, type Cuboid } from './cuboid.ts';
import { hullOf } from './hull.ts';

const made = cuboid.inRect({ x: 0, y: 0, w: 160, h: 80 });
const at = (shape: Shape, corner: number) => (shape as Cuboid).points[corner]!;

describe('a cuboid', () => {
  it('fills the rectangle it is drawn in: its front at the lower left, its back at the upper right', () => {
    expect(cuboid.bounds(made)).toEqual({ x: 0, y: 0, w: 160, h: 80 });
    expect([0, 3].map((n) => at(made, n))).toEqual([{ x: 0, y: 20 }, { x: 120, y: 80 }]); // prettier-ignore
    expect([4, 7].map((n) => at(made, n))).toEqual([{ x: 160, y: 0 }, { x: 70, y: 45 }]); // prettier-ignore
  });

  it('keeps an edge as it leans when an end of it is dragged, and moves it alone with Shift', () => {
    const dragged = cuboid.dragHandle(made, 'v2', { x: 130, y: 10 }, false);
    expect([at(dragged, 2), at(dragged, 3)]).toEqual([{ x: 130, y: 10 }, { x: 130, y: 80 }]); // prettier-ignore
    const alone = cuboid.dragHandle(made, 'v2', { x: 130, y: 10 }, true);
    expect([at(alone, 2), at(alone, 3)]).toEqual([{ x: 130, y: 10 }, { x: 120, y: 80 }]); // prettier-ignore
  });

  it('is made deeper by moving its back, whose front stays', () => {
    const [{ x, y }] = cuboid.handles(made).filter(({ id }) => id === DEPTH).map((one) => one.at) as [{ x: number; y: number }]; // prettier-ignore
    const deeper = cuboid.dragHandle(made, DEPTH, { x: x + 20, y: y - 5 }, false);
    expect(deeper.points.slice(0, 4)).toEqual(made.points.slice(0, 4));
    expect(deeper.points.slice(4)).toEqual(made.points.slice(4).map((one) => ({ x: one.x + 20, y: one.y - 5 }))); // prettier-ignore
  });

  it('goes straight from keyframe to keyframe, each corner by itself', () => {
    const moved = cuboid.move(cuboid.dragHandle(made, 'v7', { x: 0, y: 0 }, true), 10, 20);
    const between = cuboid.interpolate(made, moved, 0.25);
    for (const [n, { x, y }] of between.points.entries()) {
      expect(x).toBeCloseTo(0.75 * at(made, n).x + 0.25 * at(moved, n).x, 2);
      expect(y).toBeCloseTo(0.75 * at(made, n).y + 0.25 * at(moved, n).y, 2);
    }
  });

  it('has eight corners, no more and no fewer', () => {
    expect(cuboid.fromNumbers(Array.from({ length: 14 }, () => 1))).toBeUndefined();
    expect(cuboid.fromNumbers(Array.from({ length: 18 }, () => 1))).toBeUndefined();
    expect(cuboid.vertices?.remove(made, 0)).toBeUndefined();
    expect(cuboid.vertices?.insert(made, { x: 60, y: 20 }, 5)).toBeUndefined();
  });
});

describe('the hull', () => {
  it('leaves out what lies inside and on its edges', () => {
    const points = [[0, 0], [10, 0], [10, 10], [0, 10], [5, 5], [5, 0]].map(([x, y]) => ({ x: x!, y: y! })); // prettier-ignore
    expect(hullOf(points)).toEqual([[0, 0], [10, 0], [10, 10], [0, 10]].map(([x, y]) => ({ x, y }))); // prettier-ignore
  });

  it('of one place is that place', () => {
    expect(hullOf([{ x: 3, y: 4 }])).toEqual([{ x: 3, y: 4 }]);
  });
});
