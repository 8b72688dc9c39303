/** One point, or several that belong together: landmarks, tips, leads. */
import { mix } from '../geometry.ts';
import type { ShapeOps } from '../shape.ts';
import { roundedPath, type Path } from './path.ts';
import { vertexOps } from './vertices.ts';

/** 1 to MAX_VERTICES points, in image pixels. */
export type Points = { readonly kind: 'point'; readonly points: Path };

/** A point has no size; it can be hit this many times as far off as a line. */
const WIDER = 2;

const make = (points: Path): Points => ({ kind: 'point', points });

export const points: ShapeOps<Points> = {
  kind: 'point',
  code: 6,
  name: 'point',
  ...vertexOps(make, 1, null),
  contains: (s, p, slack) => s.points.some(({ x, y }) => Math.hypot(x - p.x, y - p.y) <= slack * WIDER),
  area: () => 0,
  /** A single point moves; of several nobody knows which is which, so they are held. */
  interpolate(a, b, t) {
    const [from, to] = [a.points[0], b.points[0]];
    if (!from || !to || a.points.length > 1 || b.points.length > 1) return a;
    return make(roundedPath([{ x: mix(from.x, to.x, t), y: mix(from.y, to.y, t) }]));
  },
  inRect: ({ x, y, w, h }) => make(roundedPath([{ x: x + w / 2, y: y + h / 2 }])),
  outline: () => null,
};
