/** What the hand can be doing with the pan tool. */
import type { ScreenPoint } from '#lib/model/geometry.ts';

export type PanState = { readonly kind: 'idle' } | { readonly kind: 'panning'; readonly at: ScreenPoint };

export const IDLE: PanState = { kind: 'idle' };
