import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoundaryId, LabelId, TierId } from '#lib/model/id.ts';
import { phaseAt, phasesOf } from '#lib/model/segment.ts';
import type { Frame } from '#lib/model/time.ts';
import {
  COUNT,
  edit,
  gesturesOf,
  PHASES,
  rounds,
  withSeededIds,
} from '../../../../tests/builders/random-edits.ts';
import { Replica, sync } from '../../../../tests/builders/replica.ts';
import { setDeleted } from './annotation.ts';
import { markPhase, moveBoundary, setBoundaryLabel } from './phase.ts';

const TIER = 'phase' as TierId;

/** `mark(me, 'cut', 10, 20)`; `-` is unlabelled. */
function mark(on: Replica, label: string, start: number, end: number): BoundaryId {
  return on.act((labels) =>
    markPhase(labels, {
      tier: TIER,
      label: label === '-' ? null : (label as LabelId),
      start: start as Frame,
      end: end as Frame,
      count: 100,
    }),
  );
}

/** `cut 10–20, sew 20–30` */
function seen({ reading }: Replica, count = 100): string {
  const boundaries = [...reading.boundaries.values()].filter(({ tier }) => tier === TIER);
  return phasesOf(boundaries, count)
    .map(({ label, start, end }) => `${label} ${start}–${end}`)
    .join(', ');
}

function meet(): readonly [Replica, Replica] {
  return [new Replica(1), new Replica(2)];
}

describe('phases of an exclusive tier', () => {
  it('[D18] take the place of what was there, and what lies after goes on', () => {
    const me = new Replica();
    mark(me, 'cut', 10, 50);
    expect(seen(me)).toBe('cut 10–50');
    mark(me, 'sew', 20, 30);
    expect(seen(me)).toBe('cut 10–20, sew 20–30, cut 30–50');
    mark(me, '-', 25, 40);
    expect(seen(me)).toBe('cut 10–20, sew 20–25, cut 40–50');
    mark(me, 'end', 45, 100);
    expect(seen(me)).toBe('cut 10–20, sew 20–25, cut 40–45, end 45–100');
    mark(me, 'all', 0, 100);
    expect(seen(me)).toBe('all 0–100');
  });

  it('[D19] stay themselves when they are cut at the front', () => {
    const me = new Replica();
    const cut = mark(me, 'cut', 10, 50);
    const sew = mark(me, 'sew', 5, 20);
    expect(seen(me)).toBe('sew 5–20, cut 20–50');
    expect(me.reading.boundaries.get(cut)?.frame).toBe(20);
    expect(me.reading.boundaries.get(sew)?.frame).toBe(5);
  });

  it('[D19] grow when they are marked further with their own label, in both directions', () => {
    const me = new Replica();
    const cut = mark(me, 'cut', 10, 20);
    expect(mark(me, 'cut', 20, 30)).toBe(cut);
    expect(seen(me)).toBe('cut 10–30');
    expect(mark(me, 'cut', 5, 15)).toBe(cut);
    expect(seen(me)).toBe('cut 5–30');
    expect(mark(me, 'cut', 10, 20)).toBe(cut);
    expect(mark(me, 'cut', 0, 100)).toBe(cut);
    expect(seen(me)).toBe('cut 0–100');
  });

  it('[D19] are given another label in place', () => {
    const me = new Replica();
    const cut = mark(me, 'cut', 10, 20);
    expect(mark(me, 'sew', 10, 20)).toBe(cut);
    expect(seen(me)).toBe('sew 10–20');
  });

  it('[D17] of two boundaries on one frame the last by id counts, on every screen', () => {
    const [me, other] = meet();
    const [one, two] = [mark(me, 'cut', 10, 50), mark(me, 'sew', 30, 50)];
    sync(me, other);
    me.act((labels) => moveBoundary(labels, one, 40 as Frame));
    other.act((labels) => moveBoundary(labels, two, 40 as Frame));
    sync(me, other);
    expect(seen(me)).toBe(one < two ? 'sew 40–50' : 'cut 40–50');
    expect(seen(other)).toBe(seen(me));
  });

  it('[D17] end where the next begins, whoever made it', () => {
    const [me, other] = meet();
    mark(me, 'cut', 10, 30);
    mark(other, 'sew', 20, 40);
    sync(me, other);
    expect([seen(me), seen(other)]).toEqual(['cut 10–20, sew 20–30', 'cut 10–20, sew 20–30']);
  });

  it('[D6] run on over the place of one that is deleted', () => {
    const me = new Replica();
    mark(me, 'cut', 10, 30);
    const sew = mark(me, 'sew', 20, 30);
    me.act((labels) => setDeleted(labels, { kind: 'boundary', id: sew }, true));
    expect(seen(me)).toBe('cut 10–30');
    me.act((labels) => setBoundaryLabel(labels, sew, 'knot' as LabelId));
    me.act((labels) => setDeleted(labels, { kind: 'boundary', id: sew }, false));
    expect(seen(me)).toBe('cut 10–20, knot 20–30');
  });

  it('[D17] beyond the end of the video are not there', () => {
    const me = new Replica();
    mark(me, 'cut', 10, 100);
    mark(me, 'sew', 90, 100);
    expect(seen(me, 50)).toBe('cut 10–50');
  });

  it('of no frames are our bug', () => {
    expect(() => mark(new Replica(), 'cut', 5, 5)).toThrow('is empty');
  });

  it('[D18] marking changes the label of the range, and of no frame beside it', () => {
    const anyRange = fc
      .tuple(fc.nat(COUNT - 1), fc.integer({ min: 1, max: COUNT }))
      .map(([start, end]) => [Math.min(start, end - 1), Math.max(start + 1, end)] as const);
    const anyLabel = fc.constantFrom('cut', 'sew', null) as fc.Arbitrary<LabelId | null>;
    const frames = Array.from({ length: COUNT }, (_, frame) => frame);
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(anyRange, anyLabel), { maxLength: 12 }), (seed, marks) =>
        withSeededIds(seed, () => {
          const me = new Replica(1);
          const wanted: (LabelId | null)[] = frames.map(() => null);
          for (const [[start, end], label] of marks) {
            const phase = { tier: TIER, label, start: start as Frame, end: end as Frame, count: COUNT };
            const id = me.act((labels) => markPhase(labels, phase));
            wanted.fill(label, start, end);
            const live = [...me.reading.boundaries.values()];
            expect(frames.map((frame) => phaseAt(live, frame))).toEqual(wanted);
            const own = me.reading.boundaries.get(id);
            expect(own?.label).toBe(label);
            expect(own?.frame).toBeLessThanOrEqual(start);
          }
        }),
      ),
      rounds(80),
    );
  });

  it('[D17] never overlap and leave no gap between them, whatever three people do at once', () => {
    const gestures = gesturesOf('markPhase', 'markPhase', 'moveBoundary', 'labelBoundary', 'delete');
    const anyTurns = fc.array(fc.tuple(fc.nat(2), gestures), { maxLength: 30, size: 'max' });
    const frames = Array.from({ length: COUNT }, (_, frame) => frame);
    fc.assert(
      fc.property(fc.nat(), anyTurns, (seed, turns) =>
        withSeededIds(seed, () => {
          const people = [new Replica(1), new Replica(2), new Replica(3)];
          for (const [who, gesture] of turns) edit(people[who] as Replica, gesture);
          sync(...people);
          for (const { reading } of people) {
            const live = [...reading.boundaries.values()].filter(({ tier }) => tier === PHASES);
            const shown = phasesOf(live, COUNT);
            const over = frames.map((frame) =>
              shown.filter(({ start, end }) => start <= frame && frame < end).map(({ label }) => label),
            );
            // One label where one is in force, none where none is: from the last boundary at or before the frame.
            const inForce = frames
              .map((frame) => phaseAt(live, frame))
              .map((label) => (label ? [label] : []));
            expect(over).toEqual(inForce);
          }
        }),
      ),
      rounds(40),
    );
  });
});
