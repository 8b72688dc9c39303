/** What the HTTP API says of work: tasks, who does them, reviews and signatures. Times are ISO 8601 in UTC. */
import type { AssignmentState, Part, Step } from '#lib/model/assignment.ts';
import type { MissingRule } from '#lib/model/completeness.ts';
import type { AssignmentId, LayerId, PersonId, ProjectId, StudyId, TaskId, VideoId } from '#lib/model/id.ts';
import type { Verdict } from '#lib/model/review.ts';
import type { Priority, TaskKind, TaskMode, TaskRules } from '#lib/model/task.ts';
import type { TrainingRules } from '#lib/model/training.ts';
import type { PersonAnswer } from './http.ts';
import type { AttemptAnswer } from './training.ts';

export type TaskAnswer = {
  readonly id: TaskId;
  readonly project: ProjectId;
  readonly kind: TaskKind;
  readonly title: string;
  readonly brief: string;
  readonly mode: TaskMode;
  readonly blind: boolean;
  readonly dueAt: string | null;
  readonly priority: Priority;
  readonly rules: TaskRules;
  /** How many have to sign. */
  readonly reviewers: number;
  readonly createdAt: string;
  /** What is compared with a reference, and when it is passed; null: it is no training. */
  readonly training: TrainingRules | null;
  /** The trainings that have to be passed before it is begun. */
  readonly requires: readonly { readonly id: TaskId; readonly title: string }[];
};

/** One layer of one video that is to be done. */
export type AssignmentAnswer = {
  readonly id: AssignmentId;
  readonly task: TaskAnswer;
  readonly study: { readonly id: StudyId; readonly name: string };
  readonly video: { readonly id: VideoId; readonly name: string };
  readonly layer: LayerId;
  /** It makes the consensus of what others did apart: protocol/adjudication.ts. */
  readonly adjudicates: boolean;
  readonly state: AssignmentState;
  /** How often it was given in. */
  readonly round: number;
  readonly people: readonly PersonAnswer[];
  /** Who began the review. */
  readonly reviewer: PersonAnswer | null;
  readonly createdAt: string;
  readonly changedAt: string;
  /** What the asker is in it, and the steps they may take now. */
  readonly parts: readonly Part[];
  readonly steps: readonly Step[];
  /** Of a training. */
  readonly attempt: AttemptAnswer | null;
  /** Why the asker may not begin it: a sentence. */
  readonly blocked: string | null;
};

/** All that is known of an assignment. */
export type WorkAnswer = AssignmentAnswer & {
  readonly history: readonly StepAnswer[];
  readonly decisions: readonly DecisionAnswer[];
  readonly signatures: readonly SignatureAnswer[];
};

export type StepAnswer = {
  readonly at: string;
  readonly by: PersonAnswer | null;
  readonly step: Step;
  readonly state: AssignmentState;
  readonly round: number;
  readonly reason: string;
};

export type DecisionAnswer = {
  /** `track:<id>`. */
  readonly mark: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly by: PersonAnswer | null;
  readonly round: number;
  readonly at: string;
  /** Of the mark as it was decided on (model/mark-digest.ts): another one now says that it has changed. null: not known. */
  readonly digest: string | null;
  /** When its assignee said that a rejected one is done. */
  readonly doneAt: string | null;
};

export type SignatureAnswer = {
  readonly id: string;
  readonly person: PersonId;
  /** As it was printed when it was signed. */
  readonly name: string;
  readonly at: string;
  readonly meaning: 'reviewed' | 'approved';
  readonly round: number;
  /** SHA-256 over marks, media and labels; of the source file. Hex. */
  readonly content: string;
  readonly media: string;
  readonly taxonomyVersion: number;
  /** The work was opened again; the signature stays and no longer holds. */
  readonly supersededAt: string | null;
};

/** A signature, and whether what it stands for is what is there now. */
export type CheckedSignatureAnswer = { readonly signature: SignatureAnswer; readonly holds: boolean };

/** What was in the layer when it was given in the time before, by mark its digest; null where that is not known. */
export type SubmissionAnswer = {
  readonly round: number;
  readonly marks: readonly { readonly mark: string; readonly digest: string }[];
} | null;

export type FindingAnswer = {
  readonly rule: MissingRule;
  readonly sentence: string;
  /** Where to look. */
  readonly frame: number | null;
  /** `track:<id>`. */
  readonly mark: string | null;
};

export type TasksAnswer = {
  readonly tasks: readonly TaskAnswer[];
  readonly assignments: readonly AssignmentAnswer[];
};

export type MyWorkAnswer = {
  /** Mine and open, first things first. */
  readonly mine: readonly AssignmentAnswer[];
  /** Waits for a review that I may do, what has waited longest first. */
  readonly review: readonly AssignmentAnswer[];
  readonly next: NextWorkAnswer | null;
  readonly pace: PaceAnswer;
};

/** How one gets on, told to nobody else. Weeks are the last seven days and the seven before. */
export type PaceAnswer = {
  /** Given in for the first time. */
  readonly week: number;
  readonly weekBefore: number;
  /** Of what was accepted in these two weeks: all, and what nobody had to ask to change. */
  readonly accepted: number;
  readonly acceptedAtOnce: number;
};

export type NextWorkAnswer = { readonly assignment: AssignmentAnswer; readonly reason: string };

/** Body: a task that is to be made, and whom it is given to. */
export type NewTask = {
  readonly title: string;
  readonly brief: string;
  readonly mode: TaskMode;
  readonly blind: boolean;
  readonly dueAt: string | null;
  readonly priority: Priority;
  readonly rules: TaskRules;
  readonly reviewers: number;
  readonly assign: AssignBody;
};

/** Body: which videos go to whom. */
export type AssignBody = {
  readonly videos: readonly VideoId[];
  readonly people: readonly PersonId[];
  /** So many of the people for each video, those who have least to do; null: all. */
  readonly each: number | null;
};

/** Body: what a task is called, says and asks for from now on. */
export type ChangedTask = Pick<TaskAnswer, 'title' | 'brief' | 'dueAt' | 'priority' | 'rules'>;

/** Body: who does a task from now on. */
export type StaffingBody = {
  readonly add: readonly PersonId[];
  readonly remove: readonly PersonId[];
  /** Why some are taken off. */
  readonly reason: string;
};

export type StaffedAnswer = {
  readonly task: TaskAnswer;
  /** New pieces of work, and shared ones that somebody has joined. */
  readonly made: number;
  readonly joined: number;
  /** Pieces that were taken back, and shared ones that somebody has left. */
  readonly withdrawn: number;
  readonly left: number;
  /** Submitted, accepted or scored before, and so untouched. */
  readonly kept: number;
};

/** Days of which throughput is told. */
export const THROUGHPUT_DAYS = 28;

/** What was first submitted, and what was accepted, on a day in UTC: `2026-05-06`. */
export type ThroughputAnswer = {
  readonly day: string;
  readonly submitted: number;
  readonly accepted: number;
};

export type AssignedAnswer = {
  readonly task: TaskAnswer;
  readonly made: number;
  /** Were given out already. */
  readonly already: number;
  /** Left out: the layer is accepted and locked. */
  readonly locked: number;
};
