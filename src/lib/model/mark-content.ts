/** All there is to a mark but its name: what is made anew from it in another layer. */
import type { Attributed } from './attributed.ts';
import type { Doubt } from './doubt.ts';
import type { LabelId, TierId } from './id.ts';
import type { Keyframe } from './keyframe.ts';
import type { AttributeValue } from './label.ts';
import type { ShapeKind } from './shape.ts';
import type { Frame } from './time.ts';
import type { Source } from './track.ts';

type Attributes = { readonly attributes: Readonly<Record<string, AttributeValue>> };
/** Half-open in frames. */
type Ranged = { readonly tier: TierId; readonly start: Frame; readonly end: Frame };

export type TrackContent = Attributed & {
  readonly kind: 'track';
  readonly label: LabelId;
  readonly shape: ShapeKind;
  readonly source: Source;
  /** Ascending by frame, at least one. */
  readonly keyframes: readonly Keyframe[];
};

export type MarkContent =
  | TrackContent
  | (Attributes & Ranged & { readonly kind: 'segment'; readonly label: LabelId; readonly doubt?: Doubt })
  | (Ranged & { readonly kind: 'phase'; readonly label: LabelId; readonly doubt?: Doubt })
  | (Attributes & {
      readonly kind: 'event';
      readonly label: LabelId;
      readonly frame: Frame;
      readonly doubt?: Doubt;
    });
