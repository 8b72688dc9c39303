/** Of the shapes of an object on each of many frames, the few from which the others follow by interpolation. */
import type { Frame } from './time.ts';
import { opsOf, type Shape } from './shape.ts';

export type Placed = { readonly frame: Frame; readonly shape: Shape };

/**
 * The first, the last, and of those between the fewest found by halving where one would lie further than `tolerance`
 * pixels from where it is (Douglas and Peucker). What cannot be interpolated (masks) is kept wherever it differs.
 *
 * @param all ascending by frame, all of one kind
 */
export function thinned(all: readonly Placed[], tolerance: number): readonly Placed[] {
  if (all.length <= 2) return all;
  const kept = new Set([0, all.length - 1]);
  const open: [number, number][] = [[0, all.length - 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, to] = next;
    const worst = furthest(all, from, to);
    if (worst.apart <= tolerance) continue;
    kept.add(worst.at);
    open.push([from, worst.at], [worst.at, to]);
  }
  return all.filter((_, n) => kept.has(n));
}

/** Of those between two, the one that lies furthest from where interpolation puts it. */
function furthest(all: readonly Placed[], from: number, to: number): { at: number; apart: number } {
  const [a, b] = [all[from] as Placed, all[to] as Placed];
  const ops = opsOf(a.shape.kind);
  let worst = { at: from, apart: 0 };
  for (let n = from + 1; n < to; n++) {
    const { frame, shape } = all[n] as Placed;
    const between = ops.interpolate(a.shape, b.shape, (frame - a.frame) / (b.frame - a.frame));
    const apart = distance(between, shape);
    if (apart > worst.apart) worst = { at: n, apart };
  }
  return worst;
}

/** How far a place of one lies from the same place of the other, in pixels: of points each, else of the outline. */
function distance(a: Shape, b: Shape): number {
  const [one, other] = [placesOf(a), placesOf(b)];
  if (one.length !== other.length) return Infinity;
  let most = 0;
  for (let n = 0; n < one.length; n++) {
    const [p, q] = [one[n], other[n]];
    if (p && q) most = Math.max(most, Math.hypot(p.x - q.x, p.y - q.y));
  }
  return most;
}

function placesOf(shape: Shape): readonly { readonly x: number; readonly y: number }[] {
  const ops = opsOf(shape.kind);
  const points = ops.vertices?.points(shape) ?? (shape.kind === 'mask' ? null : ops.outline(shape));
  if (points) return points;
  const { x, y, w, h } = ops.bounds(shape);
  return [{ x, y }, { x: x + w, y: y + h }]; // prettier-ignore
}
