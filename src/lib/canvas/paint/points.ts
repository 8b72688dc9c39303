/** Draws points: a dot with a cross in it, of one size whatever the zoom. */
import type { Points } from '#lib/model/shapes/points.ts';
import type { Painter } from './look.ts';

const ARM_PX = 7;
const DOT_PX = 5;

export const paintPoints: Painter<Points> = (outlines, _viewport, { points }, look) => {
  const arm = ARM_PX + look.outset;
  for (const { x, y } of points) {
    outlines.bar(x, y, -arm, 0, arm, 0, look.width, look);
    outlines.bar(x, y, 0, -arm, 0, arm, look.width, look);
    if (look.outset === 0) outlines.dot(x, y, DOT_PX, { ...look, halo: false });
  }
};
