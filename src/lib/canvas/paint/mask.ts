/** Masks are textures (masks.ts); as a line there is only the rectangle that shows whose hand is on one. */
import type { Mask } from '#lib/model/shapes/mask.ts';
import { paintBox } from './box.ts';
import type { Painter } from './look.ts';

export const paintMask: Painter<Mask> = (outlines, viewport, { x, y, w, h }, look) => {
  if (look.outset > 0) paintBox(outlines, viewport, { kind: 'box', x, y, w, h }, look);
};
