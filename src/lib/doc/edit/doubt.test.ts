import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { Replica, sync } from '../../../../tests/builders/replica.ts';
import { setDoubt } from './annotation.ts';
import { addEvent } from './event.ts';
import { markPhase } from './phase.ts';
import { addSegment } from './segment.ts';

const tier = 'tier' as TierId;
const label = 'a' as LabelId;
const [start, end] = [10 as Frame, 20 as Frame];

const MAKE = {
  segment: (on: Replica) => on.act((labels) => addSegment(labels, { tier, label, start, end })),
  boundary: (on: Replica) => on.act((labels) => markPhase(labels, { tier, label, start, end, count: 100 })),
  event: (on: Replica) => on.act((labels) => addEvent(labels, { label, frame: start })),
} as const;
type Doubted = keyof typeof MAKE;

const made = (on: Replica, kind: Doubted) =>
  ({ kind, id: MAKE[kind](on) }) as AnnotationRef & { readonly kind: Doubted };
const doubtOf = ({ reading }: Replica, ref: AnnotationRef & { readonly kind: Doubted }) =>
  (reading.find(ref) as { readonly doubt?: unknown }).doubt;

describe.each(['segment', 'boundary', 'event'] as const)('how sure one is of a %s', (kind) => {
  it('[D42] is not there until it is said, and reads the same when it is taken back', () => {
    const me = new Replica(1);
    const ref = made(me, kind);
    expect(doubtOf(me, ref)).toBeUndefined();
    me.act((labels) => setDoubt(labels, ref, { certainty: 'probable' }));
    expect(doubtOf(me, ref)).toEqual({ certainty: 'probable', difficult: false, fuzz: 0 });
    me.act((labels) => setDoubt(labels, ref, { certainty: 'certain' }));
    expect(doubtOf(me, ref)).toBeUndefined();
  });

  it('[D42] merges: one says that it is uncertain, another that it was difficult to see', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    const ref = made(me, kind);
    sync(me, other);
    me.act((labels) => setDoubt(labels, ref, { certainty: 'uncertain' }));
    other.act((labels) => setDoubt(labels, ref, { difficult: true, fuzz: 5 }));
    sync(me, other);
    const both = { certainty: 'uncertain', difficult: true, fuzz: 5 };
    expect([doubtOf(me, ref), doubtOf(other, ref)]).toEqual([both, both]);
  });

  it('[D42] [D26] what is not valid is left out and said, and the mark stays', () => {
    const me = new Replica(1);
    const ref = made(me, kind);
    const root = { segment: 'segments', boundary: 'boundaries', event: 'events' }[kind];
    me.act(({ ydoc }) => {
      const entity = ydoc.getMap<Y.Map<unknown>>(root).get(ref.id)!;
      entity.set('certainty', 'maybe');
      entity.set('difficult', 1);
      entity.set('fuzz', 2);
    });
    expect(doubtOf(me, ref)).toEqual({ certainty: 'certain', difficult: false, fuzz: 2 });
    expect(me.reading.problems.get(`${kind}:${ref.id}`)).toMatch(/its certainty, whether it is difficult/);
  });

  it('[D31] what would change nothing is not written', () => {
    const me = new Replica(1);
    const ref = made(me, kind);
    const before = Y.encodeStateVector(me.labels.ydoc);
    me.act((labels) => setDoubt(labels, ref, { certainty: 'certain', difficult: false, fuzz: 0 }));
    expect(Y.encodeStateVector(me.labels.ydoc)).toEqual(before);
  });
});
