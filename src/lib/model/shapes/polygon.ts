/** A closed line through points: organs, lesions, anything with an outline of its own. */
import type { ShapeOps } from '../shape.ts';
import { betweenClosedPaths } from './between-paths.ts';
import { areaOfPath, isInsidePath, nearestEdge, type Path } from './path.ts';
import { cornersIn, vertexOps } from './vertices.ts';

/** 3 to MAX_VERTICES points, in image pixels; the last is joined to the first. */
export type Polygon = { readonly kind: 'polygon'; readonly points: Path };

const LEAST = 3;

const make = (points: Path): Polygon => ({ kind: 'polygon', points });

export const polygon: ShapeOps<Polygon> = {
  kind: 'polygon',
  code: 4,
  name: 'polygon',
  ...vertexOps(make, LEAST, true),
  contains: ({ points }, p, slack) =>
    isInsidePath(points, p) || (slack > 0 && nearestEdge(points, true, p).distance <= slack),
  area: ({ points }) => areaOfPath(points),
  interpolate: (a, b, t) => make(betweenClosedPaths(a.points, b.points, t, LEAST)),
  inRect: (rect) => make(cornersIn(rect, 6)),
  outline: ({ points }) => points,
};
