/**
 * The one movement that most of many single ones agree on: some points of an object are hidden, shine, or lie on what
 * is behind it (Fischler and Bolles, "Random sample consensus", 1981). The tries are the same each time.
 */
import type { ImagePoint } from '#lib/model/geometry.ts';
import { fitted, moved, type Similarity } from '#lib/model/similarity.ts';

export type Agreed = {
  readonly movement: Similarity;
  /** Which of the pairs agree, and their share of all. */
  readonly inliers: readonly number[];
  readonly share: number;
};

const TRIES = 80;
/** A picture later nothing is so many times as large, or as small. */
const GROWTH = 1.25;

/** @param slack how far from where it should be a point still agrees, in pixels */
export function agreed(
  from: readonly ImagePoint[],
  to: readonly ImagePoint[],
  slack: number,
): Agreed | undefined {
  const count = from.length;
  if (count < 2) return undefined;
  let best: readonly number[] = [];
  let seed = 12345;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8;
  for (let tries = 0; tries < TRIES; tries++) {
    const one = random() % count;
    const other = (one + 1 + (random() % (count - 1))) % count;
    const movement = fitted(
      [from[one] as ImagePoint, from[other] as ImagePoint],
      [to[one] as ImagePoint, to[other] as ImagePoint],
    );
    if (!movement || !isLikely(movement)) continue;
    const inliers = inliersOf(movement, from, to, slack);
    if (inliers.length > best.length) best = inliers;
    if (best.length > count * 0.95) break;
  }
  if (best.length < 2) return undefined;
  // Twice: who agrees with two need not agree with all of them.
  for (let times = 0; times < 2; times++) {
    const movement = fittedTo(best, from, to);
    const inliers = movement && inliersOf(movement, from, to, slack);
    if (!movement || !isLikely(movement) || !inliers || inliers.length < 2) break;
    best = inliers;
  }
  const movement = fittedTo(best, from, to);
  return movement && isLikely(movement) ? { movement, inliers: best, share: best.length / count } : undefined;
}

function fittedTo(
  which: readonly number[],
  from: readonly ImagePoint[],
  to: readonly ImagePoint[],
): Similarity | undefined {
  return fitted(
    which.map((n) => from[n] as ImagePoint),
    which.map((n) => to[n] as ImagePoint),
  );
}

function inliersOf(
  movement: Similarity,
  from: readonly ImagePoint[],
  to: readonly ImagePoint[],
  slack: number,
): readonly number[] {
  const inliers: number[] = [];
  for (let n = 0; n < from.length; n++) {
    const [should, is] = [moved(movement, from[n] as ImagePoint), to[n] as ImagePoint];
    if (Math.hypot(should.x - is.x, should.y - is.y) <= slack) inliers.push(n);
  }
  return inliers;
}

function isLikely({ a, b }: Similarity): boolean {
  const growth = Math.hypot(a, b);
  return growth < GROWTH && growth > 1 / GROWTH;
}
