/** Schemas of the bodies in protocol/work.ts. */
import { STATES, STEPS, type Step } from '#lib/model/assignment.ts';
import { MAX_REASON } from '#lib/model/assignment.ts';
import { MISSING_RULES } from '#lib/model/completeness.ts';
import { VERDICTS, type Verdict } from '#lib/model/review.ts';
import { MAX_BRIEF, PRIORITIES, TASK_KINDS, TASK_MODES, type TaskRules } from '#lib/model/task.ts';
import { list, object, orNull, type Schema } from './schema.ts';
import { ATTEMPT, TRAINING_RULES } from './training-bodies.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' };
const text: Schema = { type: 'string' };
const yes: Schema = { type: 'boolean' };
const time: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?Z$',
  description: 'ISO 8601, UTC',
};
const count: Schema = { type: 'integer', minimum: 0 };
const frame: Schema = { type: 'integer', minimum: 0, maximum: 100_000_000 };
const mark: Schema = { type: 'string', pattern: '^(track|segment|boundary|event):[A-Za-z0-9_-]{1,40}$' };
const reason: Schema = { type: 'string', maxLength: MAX_REASON };
const state: Schema = { type: 'string', enum: STATES };
const step: Schema = { type: 'string', enum: Object.keys(STEPS) };
const part: Schema = { type: 'string', enum: ['assignee', 'reviewer', 'manager'] };
const verdict: Schema = { type: 'string', enum: VERDICTS };
const title: Schema = { type: 'string', minLength: 1, maxLength: 120, pattern: '\\S' };
const brief: Schema = { type: 'string', maxLength: MAX_BRIEF };
const priority: Schema = { type: 'string', enum: PRIORITIES };
const atMost = (items: Schema, maxItems: number): Schema => ({ ...list(items), maxItems });

const person = object({ id, name: text, color: { type: 'string', pattern: '^#[0-9a-f]{6}$' } });

const rules = object(
  {
    required: atMost(object({ label: id, from: orNull(frame), to: orNull(frame) }), 100),
    gapless: atMost(id, 100),
    leastTrackFrames: frame,
    attributesFilled: yes,
    commentsResolved: yes,
  },
  'what has to hold before the work may be submitted; frames are 0-based and both included',
);

const planned = {
  title,
  brief,
  mode: { type: 'string', enum: TASK_MODES },
  blind: { ...yes, description: 'nobody sees the layer of another before all have submitted theirs' },
  dueAt: orNull(time),
  priority,
  rules,
  reviewers: { type: 'integer', minimum: 1, maximum: 9, description: 'how many have to sign' },
} as const satisfies Readonly<Record<string, Schema>>;

const task = object({
  id,
  project: id,
  kind: { type: 'string', enum: TASK_KINDS },
  ...planned,
  createdAt: time,
  training: orNull(TRAINING_RULES),
  requires: list(object({ id, title: text })),
});

const named = object({ id, name: text });
const assignmentFields = {
  id,
  task,
  study: named,
  video: named,
  layer: id,
  adjudicates: { ...yes, description: 'it makes the consensus of what others did apart' },
  state,
  round: count,
  people: list(person),
  reviewer: orNull(person),
  createdAt: time,
  changedAt: time,
  parts: list(part),
  steps: list(step),
  attempt: orNull(ATTEMPT),
  blocked: orNull(text),
} as const satisfies Readonly<Record<string, Schema>>;
const assignment = object(assignmentFields);

const history = object({ at: time, by: orNull(person), step, state, round: count, reason: text });
const digest: Schema = {
  type: 'string',
  pattern: '^[0-9a-f]{16}$',
  description: 'of a mark as it was; another one says that it has changed',
};
const decision = object({
  mark,
  verdict,
  reason: text,
  by: orNull(person),
  round: count,
  at: time,
  digest: orNull(digest),
  doneAt: orNull(time),
});
const hex: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const signature = object({
  id,
  person: id,
  name: text,
  at: time,
  meaning: { type: 'string', enum: ['reviewed', 'approved'] },
  round: count,
  content: hex,
  media: hex,
  taxonomyVersion: count,
  supersededAt: orNull(time),
});

const assign = object({
  videos: atMost(id, 1000),
  people: atMost(id, 100),
  each: orNull({ type: 'integer', minimum: 1, maximum: 100 }),
});

export const WORK_BODIES = {
  Task: task,
  Tasks: object({ tasks: list(task), assignments: list(assignment) }),
  NewTask: object({ ...planned, assign }),
  ChangedTask: object({ title, brief, dueAt: orNull(time), priority, rules }),
  Staffing: object({ add: atMost(id, 100), remove: atMost(id, 100), reason }),
  Staffed: object({ task, made: count, joined: count, withdrawn: count, left: count, kept: count }),
  Throughput: list(object({ day: { type: 'string' }, submitted: count, accepted: count })),
  Assign: assign,
  Assigned: object({ task, made: count, already: count, locked: count }),
  MyWork: object({
    mine: list(assignment),
    review: list(assignment),
    next: orNull(object({ assignment, reason: text })),
    pace: object({ week: count, weekBefore: count, accepted: count, acceptedAtOnce: count }),
  }),
  Work: object({
    ...assignmentFields,
    history: list(history),
    decisions: list(decision),
    signatures: list(signature),
  }),
  Findings: list(
    object({
      rule: { type: 'string', enum: MISSING_RULES },
      sentence: text,
      frame: orNull(count),
      mark: orNull(mark),
    }),
  ),
  NewStep: object({ step, reason }),
  NewDecision: object({ mark, verdict: orNull(verdict), reason }, 'verdict null takes it back', { digest }),
  Submission: orNull(object({ round: count, marks: list(object({ mark, digest })) })),
  Done: object({ mark, done: yes }),
  Signing: object({ password: { type: 'string', minLength: 1, maxLength: 1000 } }),
  CheckedSignatures: list(object({ signature, holds: yes })),
} as const satisfies Readonly<Record<string, Schema>>;

/** The types of ChangedTask, NewStep, NewDecision, Done and Signing. */
export type ChangedTaskBody = {
  readonly title: string;
  readonly brief: string;
  readonly dueAt: string | null;
  readonly priority: (typeof PRIORITIES)[number];
  readonly rules: TaskRules;
};
export type NewStepBody = { readonly step: Step; readonly reason: string };
export type NewDecisionBody = {
  readonly mark: string;
  readonly verdict: Verdict | null;
  readonly reason: string;
  readonly digest?: string;
};
export type DoneBody = { readonly mark: string; readonly done: boolean };
export type SigningBody = { readonly password: string };
