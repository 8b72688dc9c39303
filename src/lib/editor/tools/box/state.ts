/** What the hand can be doing with the box tool. */
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import { boxBetween, type Box } from '#lib/model/shapes/box.ts';
import type { Frame } from '#lib/model/time.ts';

export type BoxState =
  | { readonly kind: 'idle' }
  /** The first corner is pressed: moving on draws, letting go leaves it for a second click. */
  | (Corner & { readonly kind: 'pointing' })
  /** Stretched with the button held. */
  | (Stretched & { readonly kind: 'drawing' })
  /** Stretched between two clicks. */
  | (Stretched & { readonly kind: 'stretching' })
  /** Drawn, and waiting for its label. */
  | (Stretched & { readonly kind: 'choosing' });

type Corner = { readonly frame: Frame; readonly from: ImagePoint; readonly pressedAt: ScreenPoint };
type Stretched = Corner & { readonly to: ImagePoint };

export const IDLE: BoxState = { kind: 'idle' };

/** The box of two corners; `square` makes both sides as long as the longer one. */
export function boxOf(from: ImagePoint, to: ImagePoint, square: boolean): Box {
  return boxBetween(from, squared(from, to, square));
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
