/** What the hand can be doing with the tool for masks. The bitmap is painted on in place; it is the gesture's own. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import type { Bitmap } from '#lib/model/shapes/bitmap.ts';
import type { Mask } from '#lib/model/shapes/mask.ts';
import type { Frame } from '#lib/model/time.ts';

export type MaskState =
  | { readonly kind: 'idle' }
  /** A stroke is being drawn. `mask` is what it has come to; undefined while nothing is painted. */
  | (Onto & { readonly kind: 'painting'; readonly last: ImagePoint; readonly mask: Mask | undefined })
  /** A line is being drawn round what is to be filled; `pressedAt` while the button is held. */
  | (Onto & {
      readonly kind: 'outlining';
      readonly points: readonly ImagePoint[];
      readonly pressedAt: ScreenPoint | null;
      readonly freehand: boolean;
      readonly to: ImagePoint | null;
    })
  /** A region grows; `leave` gives it up. */
  | { readonly kind: 'growing'; readonly leave: AbortController; readonly isOver: () => boolean }
  /** Painted, and waiting for its label. */
  | { readonly kind: 'choosing'; readonly frame: Frame; readonly mask: Mask };

/** What a gesture paints on: an object's mask, or (null) a new one. */
export type Onto = {
  readonly ref: Extract<AnnotationRef, { kind: 'track' }> | null;
  readonly frame: Frame;
  readonly bitmap: Bitmap;
  readonly erase: boolean;
};

export const IDLE: MaskState = { kind: 'idle' };
