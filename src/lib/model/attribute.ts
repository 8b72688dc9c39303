/** What can be said of a mark beside its label: one of several, some of several, a number with its unit, words, yes or no. */
import type { Id } from './id.ts';

export type AttributeId = Id<'attribute'>;
export type ChoiceId = Id<'choice'>;

/**
 * How the values lie in a document: `choice` the id of a choice under the attribute's id · `several` true under the id
 * of each choice that holds, so that two people's ticks merge · `number` a number in the unit · `text` · `yes-no` a
 * boolean.
 */
export type AttributeKind = 'choice' | 'several' | 'number' | 'text' | 'yes-no';
export const ATTRIBUTE_KINDS: readonly AttributeKind[] = ['choice', 'several', 'number', 'text', 'yes-no'];

/** One of the values of a `choice` or `several`. */
export type Choice = { readonly id: ChoiceId; readonly name: string; readonly retired: boolean };

export type Attribute = {
  readonly id: AttributeId;
  readonly name: string;
  /** Never changes: what lies in documents could not be read any more. */
  readonly kind: AttributeKind;
  /** In the order they are offered; none for other kinds. */
  readonly choices: readonly Choice[];
  /** Of a `number`: `mm`, `%`; '' for a mere number. Never changes. */
  readonly unit: string;
  /** Least and most of a `number` that are not warned of; null: any. */
  readonly min: number | null;
  readonly max: number | null;
  /** No longer asked for; what was said stays. */
  readonly retired: boolean;
  /** To be answered before the work is done: what lacks it is shown as to do. Absent: it need not be. */
  readonly required?: boolean;
  /**
   * Of labels for objects and for the video: its value may change over time, and holds from the frame it was said on to
   * the next. Never taken back: the values of frames could not be read any more. Absent: one value for the whole.
   */
  readonly byFrame?: boolean;
};

/** Whether an attribute of this kind has choices. */
export function hasChoices(kind: AttributeKind): boolean {
  return kind === 'choice' || kind === 'several';
}
