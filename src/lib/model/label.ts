/** A class in the taxonomy, and what can be said of a thing that bears it. */
import type { Attribute } from './attribute.ts';
import type { LabelId } from './id.ts';
import type { ShapeKind } from './shape.ts';
import type { SkeletonPlan } from './skeleton-plan.ts';

/** A value of an attribute; null says "not set". */
export type AttributeValue = string | number | boolean | null;

/** What a label is put on; of the `video` itself and its frames its attributes are asked for, and it is put on nothing. */
export type LabelUse = 'object' | 'segment' | 'event' | 'video';
export const LABEL_USES: readonly LabelUse[] = ['object', 'segment', 'event', 'video'];

/** `#rrggbb` of twelve colours that stay apart from each other and from mucosa; color.test.ts has what colour-blind eyes confuse. */
export const PALETTE: readonly string[] = [
  '#62afa0', '#f52311', '#feed8c', '#a053fd', '#97871d', '#cff2fe',
  '#aa8dde', '#d84497', '#e7f0d2', '#578861', '#9ab580', '#ecaa0b',
]; // prettier-ignore

/** For lists of at most eight: further apart than the twelve. */
export const SMALL_PALETTE: readonly string[] = [
  '#c2ecb9', '#f52311', '#a053fd', '#c1e319', '#979836', '#3c8a7c', '#b6aaff', '#fbe2f8',
]; // prettier-ignore

export type Label = {
  readonly id: LabelId;
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly use: LabelUse;
  /** Kinds of shape this label may take; only for objects. */
  readonly shapes: readonly ShapeKind[];
  /** Retired labels stay readable and are no longer offered. They are never removed. */
  readonly retired: boolean;
  /** Its name in the data set or terminology one delivers to: `CalotTriangleDissection`, `3.4`. */
  readonly code?: string;
  /** A key that stands for it in the workspace, as commands write theirs: `R`, `Alt+Digit1`; commands come before it. */
  readonly hotKey?: string;
  /** When to use it, for people. */
  readonly description?: string;
  /** What can be said of a mark that bears it. */
  readonly attributes?: readonly Attribute[];
  /** What its skeletons consist of; it has one where it may be one. */
  readonly skeleton?: SkeletonPlan;
};
