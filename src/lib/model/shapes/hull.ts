/** The smallest convex outline around points. */
import type { ImagePoint } from '../geometry.ts';
import type { Path } from './path.ts';

/** Its corners, clockwise as one sees the picture; of points on one line its two ends. O(n log n). */
export function hullOf(points: Path): Path {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const upper = half(sorted);
  const lower = half(sorted.toReversed());
  const around = [...upper.slice(0, -1), ...lower.slice(0, -1)];
  return around.length > 0 ? around : sorted.slice(0, 1);
}

/** From one end to the other without a turn to the left. */
function half(sorted: Path): ImagePoint[] {
  const kept: ImagePoint[] = [];
  for (const point of sorted) {
    while (kept.length > 1 && turn(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Positive where the way from a over b to c turns clockwise on the picture. */
function turn(a: ImagePoint | undefined, b: ImagePoint | undefined, c: ImagePoint): number {
  return a && b ? (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) : 0;
}
