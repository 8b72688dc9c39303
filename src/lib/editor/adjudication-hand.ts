/** What an adjudication asks of the editor: decisions on one thing after the other, and other layers' objects to be seen. */
import type { Track } from '#lib/model/track.ts';

export type AdjudicationHand = {
  /** So many layers are compared. */
  readonly layers: number;
  /** Goes to the next thing without a decision, or to the one before. */
  readonly step: (way: 1 | -1) => void;
  /** As the layer of this place has it, 0 for A. */
  readonly take: (layer: number) => void;
  readonly merge: () => void;
  /** What is drawn next is the decision. */
  readonly draw: () => void;
  readonly neither: () => void;
  readonly takeBack: () => void;
};

/** An object of a layer that is compared, shown over the picture and never taken hold of. */
export type ShownTrack = {
  readonly letter: string;
  /** `#rrggbb` of its layer. */
  readonly color: string;
  readonly track: Track;
};
