/** Draws polygons: a line for each edge, back to the first point. */
import type { Polygon } from '#lib/model/shapes/polygon.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintPolygon: Painter<Polygon> = (outlines, _viewport, { points }, look) => {
  paintPath(outlines, points, true, look);
};
