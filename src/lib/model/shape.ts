/**
 * What can be drawn: one union, one table of functions per kind. Adding a kind is one file in shapes/ and one line
 * in each of the two places below; the types lead to the rest (canvas/paint, editor/tools).
 */
import type { ImagePoint, Rect } from './geometry.ts';
import { box, type Box } from './shapes/box.ts';
import { cuboid, type Cuboid } from './shapes/cuboid.ts';
import { ellipse, type Ellipse } from './shapes/ellipse.ts';
import { mask, type Mask } from './shapes/mask.ts';
import { points, type Points } from './shapes/points.ts';
import { polygon, type Polygon } from './shapes/polygon.ts';
import { polyline, type Polyline } from './shapes/polyline.ts';
import { rotatedBox, type RotatedBox } from './shapes/rotated-box.ts';
import { skeleton, type Skeleton } from './shapes/skeleton.ts';

export type { Box } from './shapes/box.ts';
/** Geometry at one frame, in image space. */
export type Shape = Box | RotatedBox | Ellipse | Polygon | Polyline | Points | Cuboid | Skeleton | Mask;
export type ShapeKind = Shape['kind'];

/** A place on a shape that a hand can take hold of. */
export type Handle = {
  readonly id: string;
  readonly at: ImagePoint;
  /** CSS name. */
  readonly cursor: string;
  /** Left out where it would crowd the others. */
  readonly minor?: boolean;
  /** It stands off from `at` on the screen, in this direction in image space. */
  readonly off?: ImagePoint;
};

/** One number of a shape that can be typed; pixels, or degrees where its caption says so. */
export type ShapeField = {
  readonly id: string;
  /** Its whole name: `Left`. */
  readonly name: string;
  /** What is seen beside it: `X`. */
  readonly caption: string;
  readonly value: number;
  readonly least?: number;
};

/** What can be done to the points of a kind that consists of them. */
export interface VertexOps<S> {
  /** Fewest points of one. */
  readonly least: number;
  /** An edge leads from the last point to the first. */
  readonly closed: boolean;
  /** It has as many as its kind has: none is added or removed. */
  readonly fixed?: boolean;
  points(shape: S): readonly ImagePoint[];
  /** A shape through points, rounded; undefined with too few or too many. */
  of(points: readonly ImagePoint[]): S | undefined;
  /** With one more on the edge nearest to a place, at most `slack` pixels away; undefined where that cannot be. */
  insert(
    shape: S,
    place: ImagePoint,
    slack: number,
  ): { readonly shape: S; readonly vertex: number } | undefined;
  /** Without one of them; undefined where too few would be left. */
  remove(shape: S, vertex: number): S | undefined;
  /** With at most so many, for others to see while it is drawn. */
  sketch(shape: S, most: number): S;
}

/** Everything Loupe must know of a kind of shape. All numbers are image pixels, rotations degrees clockwise. */
export interface ShapeOps<S extends { readonly kind: string }> {
  readonly kind: S['kind'];
  /** The kind's byte in a packed keyframe (doc/pack.ts): 1 to 63, never reused. */
  readonly code: number;
  /** Its numbers are whole and stored as they are; those of the other kinds in hundredths. */
  readonly whole?: true;
  /** What people call one: `rotated box`. */
  readonly name: string;
  /** The upright rectangle around it. */
  bounds(shape: S): Rect;
  /** Whether a point lies inside, or within `slack` pixels of the outline. */
  contains(shape: S, point: ImagePoint, slack: number): boolean;
  /** Pixels², for hit-testing the smallest first and for exports. */
  area(shape: S): number;
  /** The shape at `t` (0 < t < 1) between two keyframes, as CVAT interpolates. */
  interpolate(a: S, b: S, t: number): S;
  handles(shape: S): readonly Handle[];
  /** The shape after its handle was dragged to a point. `square` keeps the proportions, or turns by steps of 15°. */
  dragHandle(shape: S, handle: string, to: ImagePoint, square: boolean): S;
  move(shape: S, dx: number, dy: number): S;
  /** Wider and higher by so much, as far as it goes: drawing with keys. */
  resize(shape: S, dw: number, dh: number): S;
  /** One that fills an upright rectangle: what is drawn from corner to corner, and dropped by a key. */
  inRect(rect: Rect): S;
  /** A polygon round its area, close to it where it is curved; null where it has none, or more than one holds. */
  outline(shape: S): readonly ImagePoint[] | null;
  /** What can be typed of it. */
  fields(shape: S): readonly ShapeField[];
  /** The shape after one of its fields was set; what cannot be is put right. */
  setField(shape: S, id: string, value: number): S;
  /** Only of kinds that consist of points. */
  readonly vertices?: VertexOps<S>;
  /** Its numbers, in a fixed order, rounded to 1/100; the inverse of `fromNumbers`. */
  toNumbers(shape: S): readonly number[];
  /** A shape from numbers that come from outside; undefined when they are not a valid one. */
  fromNumbers(numbers: readonly number[]): S | undefined;
}

/** The table of kinds. */
export const shapes = {
  box,
  'rotated-box': rotatedBox,
  ellipse,
  polygon,
  polyline,
  point: points,
  cuboid,
  skeleton,
  mask,
} as const satisfies {
  [K in ShapeKind]: ShapeOps<Extract<Shape, { kind: K }>>;
};

/** Every kind, in the order in which they are offered. */
export const SHAPE_KINDS = Object.keys(shapes) as readonly ShapeKind[];

const byCode = new Map<number, ShapeOps<Shape>>(Object.values(shapes).map((ops) => [ops.code, ops]));

/** The functions of a shape's kind. */
export function opsOf(kind: ShapeKind): ShapeOps<Shape> {
  return shapes[kind];
}

/** The upright rectangle around a shape where pixels are square; of a video see boundsSeen (shapes/stretched.ts). */
export function boundsOf(shape: Shape): Rect {
  return opsOf(shape.kind).bounds(shape);
}

/** One of a kind, as it is said: `an ellipse`. */
export function aShape(kind: ShapeKind): string {
  const { name } = opsOf(kind);
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The functions of the kind with this code; undefined for an unknown one. */
export function opsOfCode(code: number): ShapeOps<Shape> | undefined {
  return byCode.get(code);
}

/** Whether a string from outside names a kind of shape. */
export function isShapeKind(value: unknown): value is ShapeKind {
  return typeof value === 'string' && Object.hasOwn(shapes, value);
}
