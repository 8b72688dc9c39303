/** Draws boxes: four lines, of which the uprights end where the others begin. */
import type { Box } from '#lib/model/shapes/box.ts';
import type { Painter } from './look.ts';

export const paintBox: Painter<Box> = (outlines, _viewport, { x, y, w, h }, look) => {
  outlines.begin(look, true);
  outlines.to(x, y);
  outlines.to(x + w, y, true);
  outlines.to(x + w, y + h);
  outlines.to(x, y + h, true);
  outlines.end();
};
