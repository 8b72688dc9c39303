/** Draws polygons: a stroke for each edge, back to the first point. */
import type { Polygon } from '#lib/model/shapes/polygon.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintPolygon: Painter<Polygon> = (strokes, viewport, { points }, look) => {
  paintPath(strokes, viewport, points, true, look);
};
