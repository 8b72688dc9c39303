/** What is to be done: a brief, how people work on it, and what has to be right before it may be given in. */
import type { LabelId, TierId } from './id.ts';

/** `together`: in the shared layer · `independent`: a layer each. */
export const TASK_MODES = ['together', 'independent'] as const;
export type TaskMode = (typeof TASK_MODES)[number];
/** `training`: against a reference that nobody sees, scored when it is given in. */
export const TASK_KINDS = ['work', 'training'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** Longest brief, in characters. */
export const MAX_BRIEF = 10_000;

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What has to hold in a layer before it may be given in. */
export type TaskRules = {
  /** Marks with this label must be there, at least once between two frames (both included; null: anywhere). */
  readonly required: readonly RequiredLabel[];
  /** Exclusive tiers on which every frame of the video has a label. */
  readonly gapless: readonly TierId[];
  /** No track may be there for fewer frames than this; 0: any. */
  readonly leastTrackFrames: number;
  /** Every attribute that is offered has a value. */
  readonly attributesFilled: boolean;
  /** No comment of the discussion may be open. */
  readonly commentsResolved: boolean;
};

export type RequiredLabel = {
  readonly label: LabelId;
  readonly from: number | null;
  readonly to: number | null;
};

export const NO_RULES: TaskRules = {
  required: [],
  gapless: [],
  leastTrackFrames: 0,
  attributesFilled: false,
  commentsResolved: false,
};

/** Whether there is any rule. */
export function hasRules(rules: TaskRules): boolean {
  return (
    rules.required.length > 0 ||
    rules.gapless.length > 0 ||
    rules.leastTrackFrames > 0 ||
    rules.attributesFilled ||
    rules.commentsResolved
  );
}
