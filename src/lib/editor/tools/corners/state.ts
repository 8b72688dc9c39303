/** What the hand can be doing with a tool that draws from corner to corner. */
import { rectBetween, type ImagePoint, type ScreenPoint } from '#lib/model/geometry.ts';
import { opsOf, type Shape, type ShapeKind } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';

export type CornerKind = Extract<ShapeKind, 'box' | 'rotated-box' | 'ellipse' | 'cuboid'>;

/** `shape` is what is being drawn. */
export type CornerState = { readonly shape: CornerKind } & (
  | { readonly kind: 'idle' }
  /** The first corner is pressed: moving on draws, letting go leaves it for a second click. */
  | (Corner & { readonly kind: 'pointing' })
  /** Stretched with the button held. */
  | (Stretched & { readonly kind: 'drawing' })
  /** Stretched between two clicks. */
  | (Stretched & { readonly kind: 'stretching' })
  /** Drawn, and waiting for its label. */
  | (Stretched & { readonly kind: 'choosing' })
);

type Corner = { readonly frame: Frame; readonly from: ImagePoint; readonly pressedAt: ScreenPoint };
type Stretched = Corner & { readonly to: ImagePoint };

export function idleWith(shape: CornerKind): Extract<CornerState, { kind: 'idle' }> {
  return { kind: 'idle', shape };
}

/** The shape between two corners. */
export function shapeOf(kind: CornerKind, from: ImagePoint, to: ImagePoint): Shape {
  return opsOf(kind).inRect(rectBetween(from, to));
}

/** The second corner, put so that the sides are equal when asked. */
export function squared(from: ImagePoint, to: ImagePoint, square: boolean): ImagePoint {
  if (!square) return to;
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return {
    x: from.x + (Math.sign(to.x - from.x) || 1) * side,
    y: from.y + (Math.sign(to.y - from.y) || 1) * side,
  };
}
