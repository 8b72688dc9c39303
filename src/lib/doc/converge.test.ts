import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyGesture, edit, rounds, withSeededIds } from '../../../tests/builders/random-edits.ts';
import { readOf, Replica } from '../../../tests/builders/replica.ts';

/** Three people's life: what they do, and which of the updates on the way comes next, once or twice. */
const anyLife = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ who: fc.nat(2), does: anyGesture }), weight: 3 },
    { arbitrary: fc.record({ who: fc.nat(2), hears: fc.nat(), twice: fc.boolean() }), weight: 3 },
    { arbitrary: fc.record({ who: fc.nat(2), undoes: fc.boolean() }), weight: 1 },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);
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

  hear(who: number, which: number, twice: boolean): void {
    const queue = this.#onTheWay[who] ?? [];
    const [update] = queue.splice(which % Math.max(1, queue.length), 1);
    if (!update) return;
    this.people[who]?.receive(update);
    if (twice) queue.push(update);
  }

  /** Whatever is still on the way comes, the last first. */
  hearAll(): void {
    for (const [who, person] of this.people.entries())
      person.receive(...(this.#onTheWay[who] ?? []).splice(0).toReversed());
  }
}

function live(
  clients: readonly number[],
  life: readonly (typeof anyLife extends fc.Arbitrary<infer Life> ? Life : never)[number][],
) {
  const meeting = new Meeting(clients);
  for (const step of life) {
    const person = meeting.people[step.who];
    if (!person) continue;
    if ('does' in step) edit(person, step.does);
    else if ('hears' in step) meeting.hear(step.who, step.hears, step.twice);
    else if (step.undoes) person.hand.undo();
    else person.hand.redo();
  }
  return meeting;
}

describe('three people who edit at once and hear of each other in any order', () => {
  it('[D35] [D28] read the same in the end, and as if they had opened it just now', () => {
    fc.assert(
      fc.property(fc.nat(), anyClients, anyLife, (seed, clients, life) =>
        withSeededIds(seed, () => {
          const meeting = live(clients, life);
          for (const person of meeting.people) expect(readOf(person)).toEqual(readOf(person.readAnew()));
          meeting.hearAll();
          const [first, ...others] = meeting.people.map(readOf);
          for (const other of others) expect(other).toEqual(first);
          for (const person of meeting.people) expect(readOf(person)).toEqual(readOf(person.readAnew()));
          expect(first?.problems).toEqual([]);
        }),
      ),
      rounds(80),
    );
  });
});
