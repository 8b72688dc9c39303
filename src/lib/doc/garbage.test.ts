/** Whatever a program writes below our roots: readings never throw, and say what they left out. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { isId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { packBase } from './base.ts';
import { openDiscussion, openLabels } from './open.ts';
import { packKeyframe } from './pack.ts';
import { CommentsReading, LabelsReading } from './read.ts';
import { boxOf, rounds } from '../../../tests/builders/random-edits.ts';
import { readOf } from '../../../tests/builders/replica.ts';

const ROOTS = [
  'tracks',
  'segments',
  'boundaries',
  'events',
  'structures',
  'video',
  'meta',
  'comments',
] as const;
/** Keys that mean something somewhere, and others. */
const KEYS =
  `label kind source deleted kf attr fattr base tier start end frame text anchor parent at states schema
  a:b 7:a:b 7:a 007:a a:b:c 0 7 12 007 1e3 one two __proto__ constructor ${'x'.repeat(5000)} 🩺`.split(/\s+/);
const anyKey = fc.oneof(fc.constantFrom(...KEYS, '', 'two words'), fc.string({ maxLength: 5 }));
const anyAtom: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('a', 'box', 'hand', 'one', true, false, null, undefined, 3, 12, 1.7e12),
  fc.constantFrom(NaN, Infinity, -0, -1, 1.5, 2 ** 60, 10n, '', ' ', 'x'.repeat(6000), {}, [], [[]]),
  fc.constantFrom({ kind: 'video' }, { kind: 'frame', frame: 2 }, { resolved: true, at: 1.7e12 }),
  fc.constant({ kind: 'annotation', frame: 1, ref: { kind: { toString: 1 }, id: null } }),
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom(packKeyframe(boxOf(3)), packBase('box', [{ frame: 2 as Frame, ...boxOf(4) }])),
);

/** A value that can lie in a document; made anew for each place, as a Yjs type has only one. */
type Make = () => unknown;
const { tree: anyValue } = fc.letrec<{ readonly tree: Make; readonly map: Make }>((tie) => ({
  map: fc.array(fc.tuple(anyKey, tie('tree')), { maxLength: 12 }).map((entries) => () => {
    return new Y.Map(entries.map(([key, make]) => [key, make()]));
  }),
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    anyAtom.map((value) => () => value),
    fc.constantFrom<Make>(
      () => new Y.Text('text'),
      () => Y.Array.from([1, 'a', new Y.Map()]),
      () => new Y.XmlElement('p'),
      () => new Y.Doc(),
    ),
    tie('map'),
    tie('map'),
  ),
}));

/** Where to write, from a root down, and what. */
const anyWrite = fc.record({
  root: fc.constantFrom(...ROOTS),
  path: fc.array(anyKey, { minLength: 1, maxLength: 3 }),
  make: anyValue,
  removes: fc.boolean(),
});

function write(
  ydoc: Y.Doc,
  { root, path, make, removes }: typeof anyWrite extends fc.Arbitrary<infer W> ? W : never,
) {
  let map: Y.Map<unknown> = ydoc.getMap(root);
  for (const key of path.slice(0, -1)) {
    const inner = map.get(key);
    if (!(inner instanceof Y.Map)) break;
    map = inner as Y.Map<unknown>;
  }
  const key = path.at(-1) ?? '';
  if (removes) map.delete(key);
  else map.set(key, make());
}

/** A track, a segment and a comment as they should be, to be broken. */
function sound(ydoc: Y.Doc): void {
  const map = (fields: Record<string, unknown>) => new Y.Map(Object.entries(fields));
  const common = () => ({ label: 'a', deleted: false, attr: map({}) });
  const kf = map({ 7: packKeyframe(boxOf(3)) });
  ydoc.getMap('tracks').set('one', map({ ...common(), kind: 'box', source: 'hand', kf, fattr: map({}) }));
  ydoc.getMap('segments').set('one', map({ ...common(), tier: 'two', start: 3, end: 7 }));
  const comment = {
    text: 'a',
    anchor: { kind: 'video' },
    parent: null,
    at: 1.7e12,
    deleted: false,
    states: map({}),
    reactions: map({}),
    edits: map({}),
  };
  ydoc.getMap('comments').set('one', map(comment));
}

it('[D26] [D28] readings of any document throw at nothing, and follow it as if they had opened it just now', () => {
  fc.assert(
    fc.property(fc.array(anyWrite, { minLength: 1, maxLength: 20 }), fc.nat(), (writes, half) => {
      const ydoc = new Y.Doc();
      sound(ydoc);
      const [labels, discussion] = [openLabels(ydoc), openDiscussion(ydoc)];
      const anew = () => ({ reading: new LabelsReading(labels), comments: new CommentsReading(discussion) });
      const early = anew();
      for (const one of writes.slice(0, half % writes.length)) write(ydoc, one);
      const late = anew();
      ydoc.transact(() => {
        for (const one of writes.slice(half % writes.length)) write(ydoc, one);
      });
      const copy = new Y.Doc();
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
      const fresh = readOf(anew());
      expect(readOf(early)).toEqual(fresh);
      expect(readOf(late)).toEqual(fresh);
      const [theirLabels, theirTalk] = [openLabels(copy), openDiscussion(copy)];
      const theirs = { reading: new LabelsReading(theirLabels), comments: new CommentsReading(theirTalk) };
      expect(readOf(theirs)).toEqual(fresh);
      for (const mark of early.reading.every('track'))
        early.reading.lastClientOf({ kind: 'track', id: mark.id });
    }),
    rounds(60),
  );
});

it('[D26] every key below our roots is shown or said', () => {
  fc.assert(
    fc.property(fc.array(anyWrite, { minLength: 1, maxLength: 12 }), (writes) => {
      const ydoc = new Y.Doc();
      sound(ydoc);
      for (const one of writes) write(ydoc, one);
      const { problems, every } = readOf({
        reading: new LabelsReading(openLabels(ydoc)),
        comments: new CommentsReading(openDiscussion(ydoc)),
      });
      const said = new Set(problems.map(([key]) => key));
      for (const [kind, root] of [
        ['track', 'tracks'],
        ['segment', 'segments'],
        ['boundary', 'boundaries'],
        ['event', 'events'],
      ] as const)
        for (const [id, value] of ydoc.getMap(root)) {
          const deleted = value instanceof Y.Map && isId(id) && value.get('deleted') === true;
          const shown = every[root].some((mark) => mark.id === id);
          expect([id, value === undefined || deleted || shown || said.has(`${kind}:${id}`)]).toEqual([
            id,
            true,
          ]);
        }
    }),
    rounds(30),
  );
});

it('[D26] lists and texts where a map should be are no marks', () => {
  const ydoc = new Y.Doc();
  ydoc.getArray('tracks').push([1, new Y.Map()]);
  ydoc.getText('events').insert(0, 'text');
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  const reading = new LabelsReading(openLabels(copy));
  ydoc.getArray('tracks').push([2]);
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  expect([reading.tracks.size, reading.events.size, reading.problems.size]).toEqual([0, 0, 0]);
});
