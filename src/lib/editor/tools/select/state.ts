/** What the hand can be doing with the select tool. */
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Grip } from './grip.ts';

export type SelectState =
  | { readonly kind: 'idle' }
  /** Pressed, not yet moved: `grip` is what lies under it. */
  | { readonly kind: 'pointing'; readonly from: ScreenPoint; readonly grip: Grip | null }
  | (Carrying & { readonly kind: 'dragging' })
  | (Carrying & { readonly kind: 'resizing'; readonly handle: string; readonly cursor: string })
  | {
      readonly kind: 'marquee';
      readonly from: ImagePoint;
      readonly to: ImagePoint;
      readonly adding: boolean;
    };

/** An object held at the frame on which it was taken. */
type Carrying = {
  readonly ref: Grip['ref'];
  readonly frame: Frame;
  readonly from: ImagePoint;
  readonly before: Shape;
  readonly now: Shape;
};

export const IDLE: SelectState = { kind: 'idle' };
