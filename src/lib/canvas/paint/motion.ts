/**
 * The way from one shape to the next as numbers, for kinds of which there may be thousands that move: made once for two
 * keyframes, and then an outline is written for any moment between them without making a shape.
 */
import type { ImagePoint } from '#lib/model/geometry.ts';
import type { Shape } from '#lib/model/shape.ts';
import { movesPlainly } from '#lib/model/shapes/between-paths.ts';
import { box, type Box } from '#lib/model/shapes/box.ts';
import type { Path } from '#lib/model/shapes/path.ts';

export type Motion = {
  /** Of each point: x and y where it begins, and how far it goes; image pixels. */
  readonly numbers: Float64Array;
  readonly closed: boolean;
  /** Each second line is tucked in between its neighbours (outlines.ts). */
  readonly tucked: boolean;
};

/** null where a shape on the way has to be made to be known. */
export function motionOf(left: Shape, right: Shape): Motion | null {
  if (left.kind === 'box' && right.kind === 'box')
    return between(cornersOf(left), cornersOf(right), true, true);
  const isPath =
    (left.kind === 'polygon' && right.kind === 'polygon') ||
    (left.kind === 'polyline' && right.kind === 'polyline');
  if (!isPath) return null;
  const closed = left.kind === 'polygon';
  return movesPlainly(left.points, right.points, closed)
    ? between(left.points, right.points, closed, false)
    : null;
}

function cornersOf(shape: Box): Path {
  return box.outline(shape) ?? [];
}

function between(left: Path, right: Path, closed: boolean, tucked: boolean): Motion {
  const numbers = new Float64Array(4 * left.length);
  for (const [n, from] of left.entries()) {
    const to: ImagePoint = right[n] ?? from;
    numbers.set([from.x, from.y, to.x - from.x, to.y - from.y], 4 * n);
  }
  return { numbers, closed, tucked };
}
