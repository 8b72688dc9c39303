/** Schemas of the bodies in protocol/training.ts. */
import { MAX_BRIEF, PRIORITIES } from '#lib/model/task.ts';
import { FAULT_KINDS, MOST_FEEDBACK, REVEALS, TRAINING_LIMITS } from '#lib/model/training.ts';
import { list, object, orNull, type Schema } from './schema.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' };
const text: Schema = { type: 'string' };
const yes: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const time: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?Z$',
  description: 'ISO 8601, UTC',
};
const atMost = (items: Schema, maxItems: number): Schema => ({ ...list(items), maxItems });
const between = (
  type: 'number' | 'integer',
  [minimum, maximum]: readonly [number, number],
  description: string,
): Schema => ({ type, minimum, maximum, description });

const { labels, leastOverlap, edgeFrames, passMark, attempts, validDays } = TRAINING_LIMITS;

export const TRAINING_RULES: Schema = object(
  {
    labels: { ...list(id), maxItems: labels, description: 'only these are compared; none: all' },
    leastOverlap: between('number', leastOverlap, 'least overlap of an object that lies where it should'),
    edgeFrames: between('integer', edgeFrames, 'so many frames a start, an end or an instant may be off'),
    attributes: { ...yes, description: 'attributes are compared too' },
    passMark: between('number', passMark, 'least score that passes: 2·right / (reference + drawn)'),
    attempts: orNull(between('integer', attempts, 'how often people may try by themselves')),
    reveal: { type: 'string', enum: REVEALS, description: 'when who trains is shown the reference' },
    validDays: orNull(between('integer', validDays, 'for so many days it counts as passed')),
  },
  'how work is compared with the reference, and when it is passed',
);

export const ATTEMPT: Schema = object({
  number: count,
  score: orNull(share),
  passed: yes,
  passMark: share,
  mayTryAgain: yes,
  whyNot: orNull(text),
  reference: orNull(id),
});

const fault = object({ kind: { type: 'string', enum: FAULT_KINDS } }, 'what is wrong with a mark', {
  said: id,
  start: { type: 'integer' },
  end: { type: 'integer' },
  overlap: share,
  keys: list(text),
});

const person = object({ id, name: text, color: { type: 'string', pattern: '^#[0-9a-f]{6}$' } });

export const TRAINING_BODIES = {
  NewTraining: object({
    title: { type: 'string', minLength: 1, maxLength: 120, pattern: '\\S' },
    brief: { type: 'string', maxLength: MAX_BRIEF },
    dueAt: orNull(time),
    priority: { type: 'string', enum: PRIORITIES },
    rules: TRAINING_RULES,
    references: atMost(object({ video: id, layer: id }), 50),
    people: atMost(id, 100),
  }),
  TrainingRules: TRAINING_RULES,
  Requirements: object({ trainings: atMost(id, 20) }, 'the trainings that have to be passed first'),
  Feedback: object({
    score: share,
    passed: yes,
    passMark: share,
    right: count,
    reference: count,
    own: count,
    items: atMost(
      object({ mark: orNull(text), label: id, frame: count, faults: list(fault) }),
      MOST_FEEDBACK,
    ),
  }),
  Trainings: object({
    trainings: list(
      object({
        id,
        title: text,
        rules: TRAINING_RULES,
        references: list(object({ video: object({ id, name: text }), layer: id })),
      }),
    ),
    people: list(person),
    standings: list(
      object({
        training: id,
        person: id,
        standing: { type: 'string', enum: ['passed', 'expired', 'open', 'failed'] },
        best: orNull(share),
        attempts: count,
        at: orNull(time),
        until: orNull(time),
        given: yes,
      }),
    ),
    tasks: list(object({ id, title: text, requires: list(id), qualified: list(id) })),
  }),
} as const satisfies Readonly<Record<string, Schema>>;
