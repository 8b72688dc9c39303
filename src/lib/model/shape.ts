/**
 * What can be drawn: one union, one table of functions per kind. Adding a kind is one file in shapes/ and one line
 * in each of the two places below; the types lead to the rest (canvas/paint, editor/tools).
 */
import type { ImagePoint, Rect } from './geometry.ts';
import { box, type Box } from './shapes/box.ts';

export type { Box } from './shapes/box.ts';
/** Geometry at one frame, in image space. */
export type Shape = Box;
export type ShapeKind = Shape['kind'];

/** A place on a shape that a hand can take hold of; `cursor` is a CSS cursor name. */
export type Handle = { readonly id: string; readonly at: ImagePoint; readonly cursor: string };

/** Everything Loupe must know of a kind of shape. All numbers are image pixels. */
export interface ShapeOps<S extends { readonly kind: string }> {
  readonly kind: S['kind'];
  /** The kind's byte in a packed keyframe (doc/pack.ts): 1 to 63, never reused. */
  readonly code: number;
  /** The upright rectangle around it. */
  bounds(shape: S): Rect;
  /** Whether a point lies inside, or within `slack` pixels of the outline. */
  contains(shape: S, point: ImagePoint, slack: number): boolean;
  /** Pixels², for hit-testing the smallest first and for exports. */
  area(shape: S): number;
  /** The shape at `t` (0 < t < 1) between two keyframes, as CVAT interpolates. */
  interpolate(a: S, b: S, t: number): S;
  handles(shape: S): readonly Handle[];
  /** The shape after its handle was dragged to a point. `square` keeps the proportions. */
  dragHandle(shape: S, handle: string, to: ImagePoint, square: boolean): S;
  move(shape: S, dx: number, dy: number): S;
  /** Its numbers, in a fixed order, rounded to 1/100; the inverse of `fromNumbers`. */
  toNumbers(shape: S): readonly number[];
  /** A shape from numbers that come from outside; undefined when they are not a valid one. */
  fromNumbers(numbers: readonly number[]): S | undefined;
}

/** The table of kinds. */
export const shapes = { box } as const satisfies { [K in ShapeKind]: ShapeOps<Extract<Shape, { kind: K }>> };

const byCode = new Map<number, ShapeOps<Shape>>(Object.values(shapes).map((ops) => [ops.code, ops]));

/** The functions of a shape's kind. */
export function opsOf(kind: ShapeKind): ShapeOps<Shape> {
  return shapes[kind];
}

/** The functions of the kind with this code; undefined for an unknown one. */
export function opsOfCode(code: number): ShapeOps<Shape> | undefined {
  return byCode.get(code);
}

/** Whether a string from outside names a kind of shape. */
export function isShapeKind(value: unknown): value is ShapeKind {
  return typeof value === 'string' && Object.hasOwn(shapes, value);
}
