/** Draws polylines: a stroke for each edge. */
import type { Polyline } from '#lib/model/shapes/polyline.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintPolyline: Painter<Polyline> = (strokes, viewport, { points }, look) => {
  paintPath(strokes, viewport, points, false, look);
};
