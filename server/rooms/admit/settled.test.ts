import { expect, it } from 'vitest';
import * as Y from 'yjs';
import * as raw from '../../../tests/builders/raw-update.ts';
import { LABELS_ROOM } from '../../../tests/builders/trial-room.ts';
import { settled, type Fault } from './settled.ts';

/** What is found after an update was applied that nobody had judged. */
function after(update: Uint8Array): Fault | null {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  ydoc.getMap('meta').set('schema', 1);
  ydoc.getMap<Y.Map<unknown>>('tracks').set('t', new Y.Map([['label', 'l']]));
  let found: Fault | null = { reason: 'there was no transaction' };
  ydoc.on('afterTransaction', (transaction) => (found = settled(transaction, LABELS_ROOM)));
  const theirs = new Y.Doc();
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ydoc));
  Y.applyUpdate(ydoc, update.length > 0 ? update : Y.encodeStateAsUpdate(theirs));
  return found;
}

const at = { parent: 'tracks', key: 'a' };
const one = (...structs: raw.RawStruct[]) => raw.rawUpdate([{ client: 9, clock: 0, structs }]);

it('[R41] an honest update leaves nothing to say', () => {
  expect(after(one(raw.values([2], { parent: 'meta', key: 'schema' })))).toBeNull();
  expect(after(new Uint8Array())).toBeNull();
});

it.each([
  [
    'what waits for something',
    'waits',
    raw.rawUpdate([{ client: 9, clock: 4, structs: [raw.values([1], at)] }]),
  ],
  ['deletions of what is not there', 'waits', raw.rawUpdate([], [{ client: 9, clock: 4, length: 1 }])],
  ['another root', 'none of ours', one(raw.values([1], { parent: 'mine', key: 'a' }))],
  ['a removed value', 'removed', one(raw.overwritten(1, { parent: 'meta', key: 'schema' }))],
  ['a list in a map', 'list', one(raw.values([1], { parent: 'tracks' }))],
  ['a document inside', 'document inside', one(raw.subdocument(at))],
] as const)('%s is found', (_, reason, update) => {
  expect(after(update)?.reason).toContain(reason);
});
