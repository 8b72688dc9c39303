/** Several people at once: whatever they do and however they hear of each other, all read the same, and nothing is lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import { boundsOf } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import {
  anyGesture,
  boxOf,
  COUNT,
  edit,
  gesturesOf,
  rounds,
  withSeededIds,
  type Edit,
} from '../../../tests/builders/random-edits.ts';
import { readOf, Replica, sync } from '../../../tests/builders/replica.ts';
import { setDeleted } from './edit/annotation.ts';
import { setAttribute } from './edit/attribute.ts';
import { addTrack, setKeyframe } from './edit/track.ts';

/** What one of them does next: a gesture, undo or redo, or to hear one of the updates on the way, perhaps twice. */
type Step = { readonly who: number } & (
  | { readonly does: readonly Edit[] }
  | { readonly turns: 'undo' | 'redo' }
  | { readonly hears: number; readonly twice: boolean }
);

const who = fc.nat(2);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ who, does: anyGesture }), weight: 3 },
  { arbitrary: fc.record({ who, hears: fc.nat(), twice: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ who, turns: fc.constantFrom('undo', 'redo') }), weight: 1 },
);
const anyLife = fc.array(anyStep, { minLength: 10, maxLength: 60, size: 'max' });
const anyClients = fc.uniqueArray(fc.nat(1000), { minLength: 3, maxLength: 3 });

class Meeting {
  readonly people: readonly Replica[];
  /** For each person, what others sent and they have not heard yet. */
  readonly #onTheWay: Uint8Array[][];

  constructor(clients: readonly number[]) {
    this.people = clients.map((client) => new Replica(client));
    this.#onTheWay = this.people.map(() => []);
    for (const [from, person] of this.people.entries())
      person.ydoc.on('update', () => {
        for (const update of person.sent.splice(0))
          for (const [to, queue] of this.#onTheWay.entries()) if (to !== from) queue.push(update);
      });
  }

  live(step: Step): void {
    const person = this.people[step.who] as Replica;
    if ('does' in step) edit(person, step.does);
    else if ('turns' in step) person.hand[step.turns]();
    else this.#hear(step.who, step.hears, step.twice);
  }

  /** Whatever is still on the way comes, the last first. */
  hearAll(): void {
    for (const [at, person] of this.people.entries())
      person.receive(...(this.#onTheWay[at] ?? []).splice(0).toReversed());
  }

  #hear(at: number, which: number, twice: boolean): void {
    const queue = this.#onTheWay[at] ?? [];
    const [update] = queue.splice(which % Math.max(1, queue.length), 1);
    if (!update) return;
    this.people[at]?.receive(update);
    if (twice) queue.push(update);
  }
}

describe('three people who edit at once and hear of each other in any order', () => {
  it('[D28] [D30] read the same in the end, and at any time as if they had opened it just now', () => {
    fc.assert(
      fc.property(fc.nat(), anyClients, anyLife, (seed, clients, life) =>
        withSeededIds(seed, () => {
          const meeting = new Meeting(clients);
          for (const step of life) meeting.live(step);
          for (const person of meeting.people) expect(readOf(person)).toEqual(readOf(person.readAnew()));
          meeting.hearAll();
          const [first, ...others] = meeting.people.map(readOf);
          for (const other of others) expect(other).toEqual(first);
          for (const person of meeting.people) expect(readOf(person)).toEqual(readOf(person.readAnew()));
          expect(first?.problems).toEqual([]);
        }),
      ),
      rounds(30),
    );
  });

  it('[D11] find every keyframe as one of them set it, whole', () => {
    const gestures = gesturesOf('draw', 'import', 'setKeyframe', 'setKeyframe', 'removeKeyframe');
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(who, gestures), { maxLength: 30 }), (seed, turns) =>
        withSeededIds(seed, () => {
          const people = [new Replica(1), new Replica(2), new Replica(3)];
          for (const [at, gesture] of turns) edit(people[at] as Replica, gesture);
          sync(...people);
          const [first] = people as [Replica];
          for (const { keyframes } of first.reading.every('track'))
            for (const { frame, ...value } of keyframes)
              expect([frame, value]).toEqual([frame, boxOf(boundsOf(value.shape).x - 10)]);
        }),
      ),
      rounds(25),
    );
  });
});

describe('two people at one track', () => {
  const label = 'a' as LabelId;
  function meet(): { readonly one: Replica; readonly two: Replica; readonly id: TrackId } {
    const [one, two] = [new Replica(1), new Replica(2)];
    const id = one.act((labels) => addTrack(labels, { label, kind: 'box' }, 0 as Frame, boxOf(1)));
    sync(one, two);
    return { one, two, id };
  }

  it('[D7] [D11] who move it on one frame end with one of the two boxes, and keep the attributes of both', () => {
    const { one, two, id } = meet();
    const ref = { kind: 'track', id } as const;
    one.act((labels) => {
      setKeyframe(labels, id, 5 as Frame, boxOf(11));
      setAttribute(labels, ref, 'side', 'left');
    });
    two.act((labels) => {
      setKeyframe(labels, id, 5 as Frame, boxOf(22));
      setAttribute(labels, ref, 'grade', 2);
    });
    sync(one, two);
    for (const { reading } of [one, two]) {
      expect(reading.tracks.get(id)?.keyframes[1]).toEqual({ frame: 5, ...boxOf(22) });
      expect(reading.tracks.get(id)?.attributes).toEqual({ side: 'left', grade: 2 });
    }
  });

  it('[D6] of whom one deletes it while the other edits lose nothing: restored, it has every edit', () => {
    const { one, two, id } = meet();
    one.act((labels) => setDeleted(labels, { kind: 'track', id }, true));
    for (let frame = 1; frame < COUNT; frame++)
      two.act((labels) => setKeyframe(labels, id, frame as Frame, boxOf(frame + 1)));
    sync(one, two);
    expect([one.reading.tracks.size, two.reading.tracks.size]).toEqual([0, 0]);
    two.act((labels) => setDeleted(labels, { kind: 'track', id }, false));
    sync(one, two);
    expect(one.reading.tracks.get(id)?.keyframes).toHaveLength(COUNT);
  });

  it('[D6] of whom both delete it can both bring it back', () => {
    const { one, two, id } = meet();
    for (const replica of [one, two])
      replica.act((labels) => setDeleted(labels, { kind: 'track', id }, true));
    sync(one, two);
    one.act((labels) => setDeleted(labels, { kind: 'track', id }, false));
    sync(one, two);
    expect([one.reading.tracks.size, two.reading.tracks.size]).toEqual([1, 1]);
  });
});
