/** Draws polylines: a line for each edge. */
import type { Polyline } from '#lib/model/shapes/polyline.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintPolyline: Painter<Polyline> = (outlines, _viewport, { points }, look) => {
  paintPath(outlines, points, false, look);
};
