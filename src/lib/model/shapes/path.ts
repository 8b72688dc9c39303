/** Lines through points, closed or open: the geometry that polygons, polylines and sets of points share. */
import { coordinate, MAX_COORDINATE, type ImagePoint, type Rect } from '../geometry.ts';

export type Path = readonly ImagePoint[];

/** Most vertices of one shape. */
export const MAX_VERTICES = 2000;

/** Rounded to 1/100 pixel, as stored. */
export function roundedPath(points: Path): Path {
  return points.map(({ x, y }) => ({ x: coordinate(x), y: coordinate(y) }));
}

export function boundsOfPath(points: Path): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, w: coordinate(right - left), h: coordinate(bottom - top) };
}

/** Moved and stretched so that its bounds are these; a side of no length stays so. */
export function fitPath(points: Path, to: Rect): Path {
  const from = boundsOfPath(points);
  const [across, down] = [from.w > 0 ? to.w / from.w : 1, from.h > 0 ? to.h / from.h : 1];
  return roundedPath(
    points.map(({ x, y }) => ({ x: to.x + (x - from.x) * across, y: to.y + (y - from.y) * down })),
  );
}

/** Its length; a closed one comes back to its beginning. */
export function lengthOfPath(points: Path): number {
  let length = 0;
  for (let n = 1; n < points.length; n++) {
    const [a, b] = [points[n - 1], points[n]];
    if (a && b) length += Math.hypot(b.x - a.x, b.y - a.y);
  }
  return length;
}

/** Pixels² inside a closed one; a loop that winds the other way counts against the rest. */
export function areaOfPath(points: Path): number {
  let twice = 0;
  let before = points.at(-1);
  for (const point of points) {
    if (before) twice += before.x * point.y - point.x * before.y;
    before = point;
  }
  return Math.abs(twice) / 2;
}

/** Whether a point lies inside a closed one; what is enclosed twice is outside. */
export function isInsidePath(points: Path, { x, y }: ImagePoint): boolean {
  let inside = false;
  let a = points.at(-1);
  for (const b of points) {
    if (a && a.y > y !== b.y > y && x < a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)) inside = !inside;
    a = b;
  }
  return inside;
}

/** The nearest edge: its number (that of the vertex it begins at), how far it is, and the nearest place on it. */
export function nearestEdge(
  points: Path,
  closed: boolean,
  { x, y }: ImagePoint,
): { readonly edge: number; readonly distance: number; readonly at: ImagePoint } {
  let best = { edge: 0, distance: Infinity, at: points[0] ?? { x: 0, y: 0 } };
  const edges = closed ? points.length : points.length - 1;
  for (let edge = 0; edge < edges; edge++) {
    const a = points[edge];
    const b = points[(edge + 1) % points.length];
    if (!a || !b) continue;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    const at = { x: a.x + dx * t, y: a.y + dy * t };
    const distance = Math.hypot(x - at.x, y - at.y);
    if (distance < best.distance) best = { edge, distance, at };
  }
  return best;
}

/** x and y in turn, rounded to 1/100. */
export function numbersOfPath(points: Path): readonly number[] {
  return roundedPath(points).flatMap(({ x, y }) => [x, y]);
}

/** Points from numbers that come from outside; undefined unless there are `least` to MAX_VERTICES valid ones. */
export function pathFromNumbers(numbers: readonly number[], least: number): Path | undefined {
  const count = numbers.length / 2;
  if (!Number.isInteger(count) || count < least || count > MAX_VERTICES) return undefined;
  const points: ImagePoint[] = [];
  for (let n = 0; n < numbers.length; n += 2) {
    const [x = NaN, y = NaN] = [numbers[n], numbers[n + 1]];
    if (!(Math.abs(x) <= MAX_COORDINATE) || !(Math.abs(y) <= MAX_COORDINATE)) return undefined;
    points.push({ x, y });
  }
  return roundedPath(points);
}

/** At most so many of its points, evenly taken, the first and the last among them. */
export function thinPath(points: Path, most: number): Path {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, n) => points[Math.round(n * step)] as ImagePoint);
}
