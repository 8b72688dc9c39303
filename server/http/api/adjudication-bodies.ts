/** Schemas of the bodies in protocol/adjudication.ts. */
import { MOST_MADE, MOST_RULINGS, MOST_SOURCES, RULINGS } from '#lib/model/adjudication.ts';
import { STATES } from '#lib/model/assignment.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';
import { list, object, orNull, type Schema } from './schema.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' };
const text: Schema = { type: 'string' };
const yes: Schema = { type: 'boolean' };
const mark: Schema = { type: 'string', pattern: '^(track|segment|boundary|event):[A-Za-z0-9_-]{1,40}$' };
const person = object({ id, name: text, color: { type: 'string', pattern: '^#[0-9a-f]{6}$' } });
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const frames: Schema = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const atMost = (items: Schema, maxItems: number): Schema => ({ ...list(items), maxItems });

const tolerance = object(
  {
    leastTrack: share,
    leastInterval: share,
    eventFrames: frames,
    edgeFrames: frames,
    goodTrack: share,
    nearPx: { type: 'number', minimum: 0, maximum: 10_000 },
  },
  'how far apart is still the same; overlaps are 0 to 1',
);

const ruling = {
  sources: atMost(object({ layer: id, mark }), MOST_SOURCES),
  kind: { type: 'string', enum: RULINGS },
  from: orNull(id),
  marks: atMost(mark, MOST_MADE),
} as const satisfies Readonly<Record<string, Schema>>;

export const ADJUDICATION_BODIES = {
  Adjudication: object({
    assignment: id,
    layer: id,
    names: yes,
    tolerance: orNull(tolerance),
    sources: list(
      object({
        letter: text,
        layer: id,
        room: text,
        state: { type: 'string', enum: STATES },
        round: { type: 'integer', minimum: 0 },
        person: orNull(person),
      }),
    ),
    rulings: list(
      object({
        ...ruling,
        id,
        by: orNull(person),
        at: { type: 'string', description: 'ISO 8601, UTC' },
      }),
    ),
  }),
  NewAdjudication: object({
    video: id,
    person: id,
    names: { ...yes, description: 'whether who adjudicates is told whose the layers are' },
    evenOwn: { ...yes, description: 'although they did one of the layers themselves' },
  }),
  NewRulings: object({ rulings: atMost(object(ruling), MOST_RULINGS) }),
  TakenBack: object({ ids: atMost(id, MOST_RULINGS) }),
  NewTolerance: object({ tolerance: orNull(tolerance) }, 'null: the usual one'),
} as const satisfies Readonly<Record<string, Schema>>;

export type NewToleranceBody = { readonly tolerance: Tolerance | null };
