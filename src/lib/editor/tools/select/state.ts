/** What the hand can be doing with the select tool. */
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Grip } from './grip.ts';

export type SelectState =
  | { readonly kind: 'idle'; readonly clicked?: Click }
  /** Pressed, not yet moved: `grip` is what lies under it, `clicked` the click before. */
  | {
      readonly kind: 'pointing';
      readonly from: ScreenPoint;
      readonly grip: Grip | null;
      readonly clicked?: Click;
    }
  | (Carrying & { readonly kind: 'dragging' })
  | (Carrying & { readonly kind: 'resizing'; readonly handle: string; readonly cursor: string })
  | {
      readonly kind: 'marquee';
      readonly from: ImagePoint;
      readonly to: ImagePoint;
      readonly adding: boolean;
    };

/** Where and when (in milliseconds) the hand last clicked. */
export type Click = { readonly at: ScreenPoint; readonly time: number };

/** An object held at the frame on which it was taken. */
type Carrying = {
  readonly ref: Grip['ref'];
  readonly frame: Frame;
  readonly from: ImagePoint;
  readonly before: Shape;
  readonly now: Shape;
};

export const IDLE: SelectState = { kind: 'idle' };
