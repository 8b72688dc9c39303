/** What the hand can be doing with the tool for skeletons. */
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { PlacedJoint } from '#lib/model/shapes/skeleton.ts';
import type { Frame } from '#lib/model/time.ts';

export type SkeletonState =
  | { readonly kind: 'idle' }
  /** Pressed: letting go places a joint; moving on before there is one stretches the usual pose. */
  | (Placed & { readonly kind: 'pressing'; readonly pressedAt: ScreenPoint })
  /** Some joints are placed, the next one follows the pointer. */
  | (Placed & { readonly kind: 'placing'; readonly to: ImagePoint | null })
  /** The usual pose, from corner to corner. */
  | {
      readonly kind: 'stretching';
      readonly frame: Frame;
      readonly label: LabelId;
      readonly from: ImagePoint;
      readonly to: ImagePoint;
    };

/** The first joints of a skeleton, on the frame on which the first was placed. */
export type Placed = {
  readonly frame: Frame;
  readonly label: LabelId;
  readonly joints: readonly PlacedJoint[];
};

export const IDLE: SkeletonState = { kind: 'idle' };
