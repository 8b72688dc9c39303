/** Draws turned boxes: four lines between their corners. */
import { cornersOf, type RotatedBox } from '#lib/model/shapes/rotated-box.ts';
import type { Painter } from './look.ts';
import { paintPath } from './path.ts';

export const paintRotatedBox: Painter<RotatedBox> = (outlines, _viewport, shape, look) => {
  paintPath(outlines, cornersOf(shape), true, look);
};
