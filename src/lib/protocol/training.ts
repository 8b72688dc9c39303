/** What the HTTP API says of trainings. Times are ISO 8601 in UTC, scores and marks 0 to 1. */
import type { LayerId, PersonId, TaskId, VideoId } from '#lib/model/id.ts';
import type { Priority } from '#lib/model/task.ts';
import type { Score, TrainingRules, TrainingStanding } from '#lib/model/training.ts';
import type { PersonAnswer } from './http.ts';

/** An attempt at a training, as its person and the managers see it. */
export type AttemptAnswer = {
  /** Which one it is, from 1. */
  readonly number: number;
  /** null: not submitted yet. */
  readonly score: number | null;
  readonly passed: boolean;
  /** As it was when it was scored; now, where it is not scored yet. */
  readonly passMark: number;
  /** Whether another one may be begun, and why not. */
  readonly mayTryAgain: boolean;
  readonly whyNot: string | null;
  /** The reference, where it may be looked at now. */
  readonly reference: LayerId | null;
};

/** What was right and what was not. */
export type FeedbackAnswer = Score & { readonly passed: boolean; readonly passMark: number };

/** Body: a training that is to be made. The layers are copied. */
export type NewTraining = {
  readonly title: string;
  readonly brief: string;
  readonly dueAt: string | null;
  readonly priority: Priority;
  readonly rules: TrainingRules;
  readonly references: readonly { readonly video: VideoId; readonly layer: LayerId }[];
  readonly people: readonly PersonId[];
};

/** The trainings of a project, how people stand in them, and who may begin what. */
export type TrainingsAnswer = {
  readonly trainings: readonly {
    readonly id: TaskId;
    readonly title: string;
    readonly rules: TrainingRules;
    readonly references: readonly {
      readonly video: { readonly id: VideoId; readonly name: string };
      readonly layer: LayerId;
    }[];
  }[];
  /** Those who may mark videos and do not manage the project, by name. */
  readonly people: readonly PersonAnswer[];
  /** Of each person in each training. */
  readonly standings: readonly StandingAnswer[];
  /** Tasks that are no trainings, newest first, and what they ask for. */
  readonly tasks: readonly {
    readonly id: TaskId;
    readonly title: string;
    readonly requires: readonly TaskId[];
    /** Who may begin it. */
    readonly qualified: readonly PersonId[];
  }[];
};

export type StandingAnswer = {
  readonly training: TaskId;
  readonly person: PersonId;
  readonly standing: TrainingStanding;
  /** null: never tried. */
  readonly best: number | null;
  readonly attempts: number;
  readonly at: string | null;
  readonly until: string | null;
  /** Something of it is given out to them and not submitted. */
  readonly given: boolean;
};
