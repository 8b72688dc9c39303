/** What the hand can be doing with the pen. */
import type { ImagePoint } from '#lib/model/geometry.ts';
import type { Frame } from '#lib/model/time.ts';

export type SketchState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'drawing';
      readonly id: string;
      readonly frame: Frame;
      readonly points: readonly ImagePoint[];
    };

export const IDLE: SketchState = { kind: 'idle' };
