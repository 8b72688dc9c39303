/** Draws boxes: four strokes, with a dark halo beneath. */
import type { Box } from '#lib/model/shapes/box.ts';
import { DARK } from '../color.ts';
import type { Strokes } from '../strokes.ts';
import type { Painter } from './look.ts';

export const paintBox: Painter<Box> = (
  strokes,
  viewport,
  { x, y, w, h },
  { color, width, alpha, dash, halo, outset },
) => {
  const { scale, x: left, y: top } = viewport.state.value;
  const across = viewport.scaleX;
  const x0 = left + x * across - outset;
  const y0 = top + y * scale - outset;
  const x1 = left + (x + w) * across + outset;
  const y1 = top + (y + h) * scale + outset;
  if (halo) outline(strokes, x0, y0, x1, y1, width + 2, DARK, alpha * 0.6, 0);
  outline(strokes, x0, y0, x1, y1, width, color, alpha, dash);
};

function outline(
  strokes: Strokes,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  width: number,
  color: string,
  alpha: number,
  dash: number,
): void {
  const half = width / 2;
  // The uprights end where the others begin: half-transparent corners must not be drawn twice.
  strokes.line(x0, y0, x1, y0, width, color, alpha, dash, half);
  strokes.line(x0, y1, x1, y1, width, color, alpha, dash, half);
  strokes.line(x0, y0, x0, y1, width, color, alpha, dash, -half);
  strokes.line(x1, y0, x1, y1, width, color, alpha, dash, -half);
}
