/** Fewer points for a line drawn by hand: those that it cannot do without (Ramer, Douglas and Peucker). */
import { nearestEdge, type Path } from './path.ts';

/** The points without which the line would go further than `tolerance` from where it went; its ends stay. */
export function simplify(points: Path, tolerance: number): Path {
  if (points.length < 3) return points;
  const kept = new Set([0, points.length - 1]);
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    const [start, end] = [points[from], points[to]];
    if (!start || !end) continue;
    let [farthest, away] = [-1, tolerance];
    for (let n = from + 1; n < to; n++) {
      const point = points[n];
      const distance = point ? nearestEdge([start, end], false, point).distance : 0;
      if (distance > away) [farthest, away] = [n, distance];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, n) => kept.has(n));
}
