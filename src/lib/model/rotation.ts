/**
 * Turning: degrees clockwise as one sees the picture, from 0 up to but not 360, rounded to 1/100. All of it holds where
 * pixels are square; shapes/stretched.ts brings shapes of other videos there and back.
 */
import { hundredth, type ImagePoint } from './geometry.ts';

/** Any angle in degrees, as it is stored. */
export function degrees(value: number): number {
  const rounded = hundredth(((value % 360) + 360) % 360);
  return rounded >= 360 ? 0 : rounded;
}

/** A point turned clockwise about another by so many degrees. */
export function turned({ x, y }: ImagePoint, about: ImagePoint, by: number): ImagePoint {
  if (by === 0) return { x, y };
  const [sin, cos] = [Math.sin((by * Math.PI) / 180), Math.cos((by * Math.PI) / 180)];
  const [dx, dy] = [x - about.x, y - about.y];
  return { x: about.x + dx * cos - dy * sin, y: about.y + dx * sin + dy * cos };
}

/** Where a point lies as seen from another, in degrees: 0 to the right, 90 below. */
export function directionOf(from: ImagePoint, to: ImagePoint): number {
  return degrees((Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI);
}

/**
 * Between two rotations at `t`, by the shorter way, as CVAT does it: also that of two which are exactly 180° apart,
 * where a rectangle looks the same and the shorter way cannot be told, the turn from one to the other is 1° in all.
 */
export function mixDegrees(a: number, b: number, t: number): number {
  const way = ((((b - a + 180) % 360) + 360) % 360) - 180;
  return degrees(a + (way === -180 ? 1 : way) * t);
}
