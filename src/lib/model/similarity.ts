/** A shift, a turn and a growth of the plane in one: how an object moves from picture to picture while it is followed. */
import type { ImagePoint } from './geometry.ts';

/** `x' = a·x − b·y + dx`, `y' = b·x + a·y + dy`. */
export type Similarity = { readonly a: number; readonly b: number; readonly dx: number; readonly dy: number };

/** Nothing moves. */
export const STILL: Similarity = { a: 1, b: 0, dx: 0, dy: 0 };

export function moved({ a, b, dx, dy }: Similarity, { x, y }: ImagePoint): ImagePoint {
  return { x: a * x - b * y + dx, y: b * x + a * y + dy };
}

/** First one, and then the other. */
export function chained(first: Similarity, { a, b, dx, dy }: Similarity): Similarity {
  const origin = moved({ a, b, dx, dy }, { x: first.dx, y: first.dy });
  return {
    a: a * first.a - b * first.b,
    b: b * first.a + a * first.b,
    dx: origin.x,
    dy: origin.y,
  };
}

/** What leads back; of one that shrinks to a point, nothing does. */
export function inverse({ a, b, dx, dy }: Similarity): Similarity {
  const square = a * a + b * b;
  const [ia, ib] = [a / square, -b / square];
  return { a: ia, b: ib, dx: -(ia * dx - ib * dy), dy: -(ib * dx + ia * dy) };
}

/** How many times as large things become. */
export function growthOf({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

/** Degrees clockwise, as one sees it on a screen, from −180 to 180. */
export function turnOf({ a, b }: Similarity): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

/** The same movement in a picture of so many times as many pixels across and down. */
export function magnified({ a, b, dx, dy }: Similarity, factor: number): Similarity {
  return { a, b, dx: dx * factor, dy: dy * factor };
}

/** The similarity that brings points onto others with the least sum of squares; undefined where all are one. */
export function fitted(from: readonly ImagePoint[], to: readonly ImagePoint[]): Similarity | undefined {
  const count = from.length;
  let [mx, my, tx, ty] = [0, 0, 0, 0];
  for (let n = 0; n < count; n++) {
    const [p, q] = [from[n] as ImagePoint, to[n] as ImagePoint];
    mx += p.x / count;
    my += p.y / count;
    tx += q.x / count;
    ty += q.y / count;
  }
  let [square, along, across] = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const [p, q] = [from[n] as ImagePoint, to[n] as ImagePoint];
    const [px, py, qx, qy] = [p.x - mx, p.y - my, q.x - tx, q.y - ty];
    square += px * px + py * py;
    along += px * qx + py * qy;
    across += px * qy - py * qx;
  }
  if (square < 1e-9) return undefined;
  const [a, b] = [along / square, across / square];
  return { a, b, dx: tx - (a * mx - b * my), dy: ty - (b * mx + a * my) };
}
