/** What the hand can be doing with the comment tool. */
import type { ScreenPoint } from '#lib/model/geometry.ts';
import type { Frame } from '#lib/model/time.ts';

export type CommentState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pointing'; readonly from: ScreenPoint; readonly frame: Frame };

export const IDLE: CommentState = { kind: 'idle' };
