/** Draws lines through points, open or closed: what the painters of most kinds end in. */
import type { Path } from '#lib/model/shapes/path.ts';
import type { Outlines } from '../outlines.ts';
import type { Look } from './look.ts';

export function paintPath(outlines: Outlines, points: Path, closed: boolean, look: Look): void {
  if (points.length === 0) return;
  outlines.begin(look, closed);
  for (const { x, y } of points) outlines.to(x, y);
  outlines.end();
}
