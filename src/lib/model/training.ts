/**
 * A training: work that is compared with a reference when it is given in. This is what is compared, when it is passed,
 * and what people are told of it; how it is compared is agreement/score.ts.
 */
import type { LabelId } from './id.ts';

/** When who trains is shown the reference: `never`, once it is `passed`, or after each time it was `submitted`. */
export const REVEALS = ['never', 'passed', 'submitted'] as const;
export type Reveal = (typeof REVEALS)[number];

export type TrainingRules = {
  /** Only marks with these labels are compared; none: all. */
  readonly labels: readonly LabelId[];
  /** Least overlap at which an object lies where it should, 0 to 1: agreement/track-overlap.ts. */
  readonly leastOverlap: number;
  /** So many frames a start, an end or an instant may be off. */
  readonly edgeFrames: number;
  /** Attributes are compared too. */
  readonly attributes: boolean;
  /** Least score that passes, 0 to 1. */
  readonly passMark: number;
  /** How often people may try by themselves; null: as often as they like. */
  readonly attempts: number | null;
  readonly reveal: Reveal;
  /** For so many days it counts as passed; null: for ever. */
  readonly validDays: number | null;
};

export const TRAINING_LIMITS = {
  labels: 200,
  leastOverlap: [0.1, 0.95],
  edgeFrames: [0, 10_000],
  passMark: [0.05, 1],
  attempts: [1, 100],
  validDays: [1, 3650],
} as const;

export const USUAL_TRAINING: TrainingRules = {
  labels: [],
  leastOverlap: 0.5,
  edgeFrames: 5,
  attributes: false,
  passMark: 0.8,
  attempts: 3,
  reveal: 'never',
  validDays: null,
};

/** What is wrong with one mark. */
export type Fault =
  | { readonly kind: 'missed' }
  | { readonly kind: 'extra' }
  | { readonly kind: 'label'; readonly said: LabelId }
  /** Frames that the start and the end (of an instant both) come too late; too early where below 0. */
  | { readonly kind: 'edges'; readonly start: number; readonly end: number }
  | { readonly kind: 'place'; readonly overlap: number }
  /** Keys of the attributes that differ. */
  | { readonly kind: 'attributes'; readonly keys: readonly string[] };
export const FAULT_KINDS = ['missed', 'extra', 'label', 'edges', 'place', 'attributes'] as const;

/** What is said of one mark; no faults: it is right. Of what was missed no more is told than what and when. */
export type FeedbackItem = {
  /** `track:<id>`, in the layer that was given in; null: it has none. */
  readonly mark: string | null;
  /** As the reference has it; of what is not in it as it was drawn. */
  readonly label: LabelId;
  /** Where to look. */
  readonly frame: number;
  readonly faults: readonly Fault[];
};

/** Most of what is told one by one; what is wrong comes first. */
export const MOST_FEEDBACK = 2000;

export type Score = {
  /** 2·right / (reference + own), 0 to 1: the F1 of what is wholly right. */
  readonly score: number;
  /** How many marks are right, are in the reference, and were drawn. */
  readonly right: number;
  readonly reference: number;
  readonly own: number;
  /** By frame; at most MOST_FEEDBACK. */
  readonly items: readonly FeedbackItem[];
};

/** How somebody stands in a training. `open`: not tried, or not passed yet. `failed`: no attempt is left. */
export type TrainingStanding = 'passed' | 'expired' | 'open' | 'failed';

const DAY_MS = 86_400_000;

/** Until when a pass counts, milliseconds since 1970; null: for ever. */
export function validUntil(passedAt: number, { validDays }: Pick<TrainingRules, 'validDays'>): number | null {
  return validDays === null ? null : passedAt + validDays * DAY_MS;
}

/** Whether a pass still counts. */
export function isValid(passedAt: number, rules: Pick<TrainingRules, 'validDays'>, nowMs: number): boolean {
  const until = validUntil(passedAt, rules);
  return until === null || nowMs < until;
}
