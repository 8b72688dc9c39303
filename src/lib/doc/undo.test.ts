/** What undo promises, for any sequence of gestures. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { anyGesture, edit, rounds, withSeededIds } from '../../../tests/builders/random-edits.ts';
import { readOf, Replica, sync } from '../../../tests/builders/replica.ts';
import { DISCUSSION_ROOTS, LABELS_ROOTS } from './schema.ts';

const anyGestures = fc.array(anyGesture, { minLength: 1, maxLength: 25, size: 'max' });

/** Every mark and comment by its id: those made since may be there, flagged as deleted. */
function marksOf(replica: Replica): Map<string, { readonly deleted: boolean }> {
  const { every, comments } = readOf(replica);
  const all = [...Object.values(every).flat(), ...comments];
  return new Map(all.map((mark) => [mark.id, mark]));
}

function expectBack(replica: Replica, before: ReturnType<typeof marksOf> | undefined): void {
  const now = marksOf(replica);
  const since = [...now].filter(([id]) => !before?.has(id));
  expect(since.filter(([, { deleted }]) => !deleted)).toEqual([]);
  for (const [id] of since) now.delete(id);
  expect(now).toEqual(before);
}

it('[D36] undo and redo lead to exactly what was there, however one goes back and forth', () => {
  const anyWalk = fc.array(fc.boolean(), { maxLength: 40, size: 'max' });
  fc.assert(
    fc.property(fc.nat(), anyGestures, anyWalk, (seed, gestures, walk) =>
      withSeededIds(seed, () => {
        const me = new Replica(1);
        /** Before each gesture, and after the last. */
        const states = [marksOf(me)];
        for (const [at, gesture] of gestures.entries()) {
          edit(me, gesture, String(at));
          states.push(marksOf(me));
        }
        const turn = (back: boolean) => {
          const turned = back ? me.hand.undo() : me.hand.redo();
          if (turned) expectBack(me, states[Number(turned.caption) + (back ? 0 : 1)]);
          expect(turned?.skipped ?? 0).toBe(0);
          return turned;
        };
        for (const back of walk) turn(back);
        while (turn(true));
        expectBack(me, states[0]);
        while (turn(false));
        expectBack(me, states.at(-1));
        expect(me.reading.problems.size).toBe(0);
      }),
    ),
    rounds(30),
  );
});

/** Client and clock of every value in a document, by where it lies. */
function writesIn(replica: Replica): Map<string, { readonly client: number; readonly clock: number }> {
  const found = new Map<string, { readonly client: number; readonly clock: number }>();
  const walk = (map: Y.Map<unknown>, path: string) => {
    for (const [key, item] of map._map) {
      if (!item.deleted) found.set(`${path}/${key}`, item.id);
      const value = map.get(key);
      if (value instanceof Y.Map) walk(value as Y.Map<unknown>, `${path}/${key}`);
    }
  };
  for (const root of [...LABELS_ROOTS, ...DISCUSSION_ROOTS]) walk(replica.ydoc.getMap(root), root);
  return found;
}

it('[D33] [D34] undo touches no value of anybody else and takes no key away, whatever both did', () => {
  const anyTurns = fc.array(fc.tuple(fc.nat(1), anyGesture, fc.boolean()), {
    minLength: 5,
    maxLength: 30,
    size: 'max',
  });
  fc.assert(
    fc.property(fc.nat(), fc.boolean(), anyTurns, (seed, swap, turns) =>
      withSeededIds(seed, () => {
        const [me, other] = [new Replica(swap ? 2 : 1), new Replica(swap ? 1 : 2)];
        for (const [who, gesture, meet] of turns) {
          edit(who === 0 ? me : other, gesture);
          if (meet) sync(me, other);
        }
        sync(me, other);
        const before = writesIn(me);
        while (me.hand.undo());
        const after = writesIn(me);
        expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
        const theirs = [...before].filter(([, { client }]) => client === other.ydoc.clientID);
        expect(theirs.map(([key]) => [key, after.get(key)])).toEqual(theirs);
        expect(me.reading.problems.size).toBe(0);
        expect(readOf(me)).toEqual(readOf(me.readAnew()));
      }),
    ),
    rounds(30),
  );
});
