/** Draws turned boxes: four strokes between their corners. */
import { cornersOf, type RotatedBox } from '#lib/model/shapes/rotated-box.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintRotatedBox: Painter<RotatedBox> = (strokes, viewport, shape, look) => {
  paintPath(strokes, viewport, cornersOf(shape), true, look);
};
