/**
 * Where places of one picture are in the next one: from coarse to fine, each time by the step that makes the
 * brightness around both most alike (Lucas and Kanade 1981, with the pyramid of Bouguet 2001).
 */
import type { ImagePoint } from '#lib/model/geometry.ts';
import { holds, patchAt, type Gray } from './gray.ts';

/** Half a side of the window, in pixels of each level. */
const REACH = 7;
const SIDE = 2 * REACH + 1;
const STEPS = 12;
/** A smaller step is none, in pixels. */
const STILL = 0.02;
/** Less change of brightness than this in a window, and nothing can be said. */
const EVEN = 1e-3;

/** What is around a place and its slopes, used again for each. */
const around = new Float32Array((SIDE + 2) * (SIDE + 2));
const value = new Float32Array(SIDE * SIDE);
const slopeX = new Float32Array(SIDE * SIDE);
const slopeY = new Float32Array(SIDE * SIDE);
const seen = new Float32Array(SIDE * SIDE);

/**
 * Follows a place from one pyramid to another, both of the same part of their pictures or not.
 *
 * @param guess where it is looked for first, in pixels of the picture
 * @returns undefined where it cannot be told, or has left what is looked at
 */
export function follow(
  from: readonly Gray[],
  to: readonly Gray[],
  place: ImagePoint,
  guess: ImagePoint,
): ImagePoint | undefined {
  let [dx, dy] = [guess.x - place.x, guess.y - place.y];
  const coarsest = Math.min(from.length, to.length) - 1;
  for (let level = coarsest; level >= 0; level--) {
    const [before, after] = [from[level], to[level]];
    if (!before || !after) return undefined;
    const size = 2 ** level;
    const at = { x: place.x / size, y: place.y / size };
    const step = stepOn(before, after, at, dx / size, dy / size);
    if (step) [dx, dy] = [step.x * size, step.y * size];
    else if (level === 0) return undefined;
  }
  const found = { x: place.x + dx, y: place.y + dy };
  return to[0] && holds(to[0], found, 1) ? found : undefined;
}

/** The movement on one level, beginning with a guess; undefined where the window is even, or leaves the picture. */
function stepOn(
  before: Gray,
  after: Gray,
  { x, y }: ImagePoint,
  dx: number,
  dy: number,
): ImagePoint | undefined {
  patchAt(before, x, y, REACH + 1, around);
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = 0, n = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++, n++) {
      const at = (row + 1) * (SIDE + 2) + column + 1;
      const gx = ((around[at + 1] as number) - (around[at - 1] as number)) / 2;
      const gy = ((around[at + SIDE + 2] as number) - (around[at - SIDE - 2] as number)) / 2;
      value[n] = around[at] as number;
      slopeX[n] = gx;
      slopeY[n] = gy;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
    }
  const determinant = xx * yy - xy * xy;
  if (determinant < EVEN * (xx + yy + 1)) return undefined;
  for (let steps = 0; steps < STEPS; steps++) {
    if (!holds(after, { x: x + dx, y: y + dy }, 0)) return undefined;
    patchAt(after, x + dx, y + dy, REACH, seen);
    let [bx, by] = [0, 0];
    for (let n = 0; n < seen.length; n++) {
      const error = (value[n] as number) - (seen[n] as number);
      bx += error * (slopeX[n] as number);
      by += error * (slopeY[n] as number);
    }
    const [sx, sy] = [(yy * bx - xy * by) / determinant, (xx * by - xy * bx) / determinant];
    dx += sx;
    dy += sy;
    if (Math.abs(sx) < STILL && Math.abs(sy) < STILL) break;
  }
  return { x: dx, y: dy };
}
