/** Draws lines through points, open or closed, with a dark halo beneath: what the painters of most kinds end in. */
import type { Viewport } from '#lib/editor/viewport.ts';
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import { DARK } from '../color.ts';
import type { Strokes } from '../strokes.ts';
import type { Look } from './look.ts';

export function paintPath(
  strokes: Strokes,
  viewport: Viewport,
  points: readonly ImagePoint[],
  closed: boolean,
  { color, width, alpha, dash, halo, outset }: Look,
): void {
  const placed = points.map((point) => viewport.toScreen(point));
  const places = outset === 0 ? placed : movedOut(placed, closed, outset);
  const bends = places.map((_, n) => bendAt(places, n, closed));
  if (halo) line(strokes, places, bends, closed, width + 2, DARK, alpha * 0.6, 0);
  line(strokes, places, bends, closed, width, color, alpha, dash);
}

function line(
  strokes: Strokes,
  places: readonly ScreenPoint[],
  bends: readonly number[],
  closed: boolean,
  width: number,
  color: string,
  alpha: number,
  dash: number,
): void {
  const count = places.length;
  const last = count - (closed ? 0 : 1);
  let before = 0;
  for (let n = 0; n < last; n++) {
    const next = n + 1 === count ? 0 : n + 1;
    const a = places[n];
    const b = places[next];
    if (!a || !b) continue;
    // Little more than its ends where it bends little: half-transparent strokes must not be drawn twice.
    const bend = Math.max(bends[n] ?? 1, bends[next] ?? 1);
    strokes.line(a.x, a.y, b.x, b.y, width, color, alpha, dash, (width / 2) * bend, before);
    if (dash > 0) before += Math.hypot(b.x - a.x, b.y - a.y);
  }
}

/** From 0 where the line goes straight on to 1 where it turns by a right angle or more, or ends. */
function bendAt(places: readonly ScreenPoint[], at: number, closed: boolean): number {
  const count = places.length;
  if (!closed && (at === 0 || at >= count - 1)) return 1;
  const [a, b, c] = [
    places[at === 0 ? count - 1 : at - 1],
    places[at],
    places[at + 1 === count ? 0 : at + 1],
  ];
  if (!a || !b || !c) return 1;
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, c.x - b.x, c.y - b.y];
  const size = Math.sqrt((ux * ux + uy * uy) * (vx * vx + vy * vy));
  const cos = size > 0 ? (ux * vx + uy * vy) / size : 0;
  return cos <= 0 ? 1 : Math.sqrt((1 - cos) / (1 + cos)); // the tangent of half the turn
}

/** Each corner moved so that the lines run so far outside; of an open line, beside it. */
function movedOut(places: readonly ScreenPoint[], closed: boolean, by: number): readonly ScreenPoint[] {
  const count = places.length;
  const side = closed && turnsLeft(places) ? -by : by;
  const at = (n: number) =>
    places[closed ? (n + count) % count : Math.min(count - 1, Math.max(0, n))] ?? { x: 0, y: 0 };
  return places.map(({ x, y }, n) => {
    const [before, after] = [at(n - 1), at(n + 1)];
    const [first, second] = [normalOf(before, { x, y }), normalOf({ x, y }, after)];
    const sum = { x: first.x + second.x, y: first.y + second.y };
    const length = Math.hypot(sum.x, sum.y) || 1;
    return { x: x + (sum.x / length) * side, y: y + (sum.y / length) * side };
  });
}

/** To the left of the way from one to the other, as one looks along it; nothing where they are one. */
function normalOf(a: ScreenPoint, b: ScreenPoint): ScreenPoint {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return length === 0 ? { x: 0, y: 0 } : { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
}

/** Counter-clockwise as one sees it. */
function turnsLeft(places: readonly ScreenPoint[]): boolean {
  let twice = 0;
  for (const [n, a] of places.entries()) {
    const b = places[(n + 1) % places.length] ?? a;
    twice += a.x * b.y - b.x * a.y;
  }
  return twice < 0;
}
