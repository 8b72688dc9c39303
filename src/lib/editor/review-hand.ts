/** What a review asks of the editor: a verdict on what is selected, and the next mark without one. */
import type { AnnotationRef } from '#lib/model/annotation.ts';

export type ReviewHand = {
  readonly accept: (ref: AnnotationRef) => void;
  /** Asks for the reason first. */
  readonly reject: (ref: AnnotationRef) => void;
  /** Goes to the next mark that has no verdict yet. */
  readonly next: () => void;
};
