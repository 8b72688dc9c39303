/** What the hand can be doing with a tool that draws through points. */
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';

export type PathKind = Extract<ShapeKind, 'polygon' | 'polyline' | 'point'>;

/** `shape` is what is being drawn. */
export type PathState = { readonly shape: PathKind } & (
  | { readonly kind: 'idle' }
  /** Pressed: letting go sets a point, moving on draws freehand. */
  | (Drawn & { readonly kind: 'pressing'; readonly pressedAt: ScreenPoint })
  /** Points are set, the next one follows the pointer. */
  | (Drawn & { readonly kind: 'placing'; readonly to: ImagePoint | null })
  /** Freehand: `trace` is the pointer's way since it was pressed. */
  | (Drawn & { readonly kind: 'tracing'; readonly trace: readonly ImagePoint[] })
  /** Drawn, and waiting for its label. */
  | (Drawn & { readonly kind: 'choosing' })
);

/** Points that are set so far, on the frame on which the first was. */
export type Drawn = {
  readonly shape: PathKind;
  readonly frame: Frame;
  readonly points: readonly ImagePoint[];
};

export function idleWith(shape: PathKind): Extract<PathState, { kind: 'idle' }> {
  return { kind: 'idle', shape };
}
