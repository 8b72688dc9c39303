/** An open line through points: membranes, instruments' shafts, the pleural line. */
import type { ShapeOps } from '../shape.ts';
import { betweenPaths } from './between-paths.ts';
import { nearestEdge, roundedPath, type Path } from './path.ts';
import { vertexOps } from './vertices.ts';

/** 2 to MAX_VERTICES points, in image pixels. */
export type Polyline = { readonly kind: 'polyline'; readonly points: Path };

const LEAST = 2;

const make = (points: Path): Polyline => ({ kind: 'polyline', points });

export const polyline: ShapeOps<Polyline> = {
  kind: 'polyline',
  code: 5,
  name: 'polyline',
  ...vertexOps(make, LEAST, false),
  contains: ({ points }, p, slack) => nearestEdge(points, false, p).distance <= slack,
  area: () => 0,
  interpolate: (a, b, t) => make(betweenPaths(a.points, b.points, t, LEAST)),
  inRect: ({ x, y, w, h }) =>
    make(
      roundedPath([
        { x, y: y + h / 2 },
        { x: x + w / 2, y: y + h / 2 },
        { x: x + w, y: y + h / 2 },
      ]),
    ),
  outline: () => null,
};
