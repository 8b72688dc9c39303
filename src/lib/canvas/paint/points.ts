/** Draws points: a dot with a cross in it, of one size whatever the zoom. */
import type { Points } from '#lib/model/shapes/points.ts';
import { DARK } from '../color.ts';
import type { Painter } from './look.ts';

const ARM_PX = 7;
const DOT_PX = 5;

export const paintPoints: Painter<Points> = (
  strokes,
  viewport,
  { points },
  { color, width, alpha, halo, outset },
) => {
  const arm = ARM_PX + outset;
  const cross = (x: number, y: number, across: number, tone: string, strength: number) => {
    strokes.line(x - arm, y, x + arm, y, across, tone, strength, 0, (across - width) / 2);
    strokes.line(x, y - arm, x, y + arm, across, tone, strength, 0, (across - width) / 2);
  };
  for (const point of points) {
    const { x, y } = viewport.toScreen(point);
    if (halo) cross(x, y, width + 2, DARK, alpha * 0.6);
    cross(x, y, width, color, alpha);
    if (outset === 0) strokes.square(x, y, DOT_PX, color, alpha);
  }
};
