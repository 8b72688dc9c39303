import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EDITS } from '../../../tests/builders/edits.ts';
import * as raw from '../../../tests/builders/raw-update.ts';
import { LABELS_ROOM, TrialRoom, writerAs } from '../../../tests/builders/trial-room.ts';
import { BOUNDS, type Bounds } from './bounds.ts';
import { decode } from './decode.ts';
import { Refused } from './refused.ts';

/** A document in which something was drawn, overwritten and deleted. */
function drawn(gc: boolean): Y.Doc {
  const ydoc = new Y.Doc({ gc });
  const editor = { owns: () => true, manages: true };
  for (let round = 0; round < 60; round++)
    ydoc.transact(() => EDITS.labels[round % EDITS.labels.length]!(ydoc, round * 977, editor));
  return ydoc;
}

function whyNot(update: Uint8Array, bounds: Partial<Bounds> = {}): string {
  try {
    decode(update, { ...BOUNDS, ...bounds });
    return 'decoded';
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return String(thrown.details['reason']);
  }
}

describe('an update', () => {
  it.each([true, false])('is read as Yjs reads it (gc: %s)', (gc) => {
    const update = Y.encodeStateAsUpdate(drawn(gc));
    const theirs = Y.decodeUpdate(update);
    const ours = decode(update, BOUNDS);
    expect(
      ours.blocks.flatMap(({ structs }) =>
        structs.map(({ id, length, origin, parent, key }) => ({ ...id, length, origin, parent, key })),
      ),
    ).toEqual(
      theirs.structs.map((struct) => {
        const { id, length, origin, parent, parentSub } = struct as Y.Item;
        return { client: id.client, clock: id.clock, length, origin, parent, key: parentSub };
      }),
    );
    expect(
      ours.deletions.map(({ client, ranges }) => [client, ranges.map(({ clock, end }) => [clock, end])]),
    ).toEqual(
      [...theirs.ds.clients].map(([client, ranges]) => [
        client,
        ranges.map(({ clock, len }) => [clock, clock + len]),
      ]),
    );
  });

  it('[R33] is refused when it is cut short anywhere, or goes on after its end', () => {
    const update = Y.encodeStateAsUpdate(drawn(true));
    for (let length = 0; length < update.length; length++)
      expect(whyNot(update.subarray(0, length))).not.toBe('decoded');
    expect(whyNot(update)).toBe('decoded');
    expect(whyNot(Uint8Array.from([...update, 0]))).toBe('its bytes cannot be read');
  });

  it('[R33] is refused beyond its bounds, before more of it is read', () => {
    const update = Y.encodeStateAsUpdate(drawn(true));
    expect(whyNot(update, { structs: 20 })).toBe('it holds more than 20 changes');
    expect(whyNot(update, { ranges: 1 })).toBe('it holds more than 1 deletions');
    const long = raw.rawUpdate([
      { client: 1, clock: 0, structs: [raw.overwritten(1e9, { parent: 'tracks', key: 'a' })] },
    ]);
    expect(whyNot(long)).toBe('it holds more than 1000000 changes');
    const promises = Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0);
    expect(whyNot(promises)).toBe('it holds more than 200000 changes');
    const room = new TrialRoom(LABELS_ROOM);
    const maya = writerAs('annotator', LABELS_ROOM);
    expect(room.judge(maya, update, { ...BOUNDS, bytes: 100 })).toMatchObject({ code: 'too-large' });
    const two = raw.rawUpdate(
      [1, 2].map((client) => ({
        client,
        clock: 0,
        structs: [raw.values([1], { parent: 'meta', key: 'schema' })],
      })),
    );
    expect(room.judge(maya, two, { ...BOUNDS, clients: 1 })).toMatchObject({ kind: 'refused' });
    expect(room.judge(maya, two)).toMatchObject({ kind: 'admitted', newClients: [1, 2] });
  });

  const at = { parent: 'tracks', key: 'a' };
  const one = (...structs: raw.RawStruct[]) => raw.rawUpdate([{ client: 1, clock: 0, structs }]);
  const unusual: readonly (readonly [string, Uint8Array])[] = [
    ['two blocks of one client', raw.rawUpdate([1, 1].map((client, clock) => ({ client, clock, structs: [raw.values([1], at)] })))],
    ['a client that is too large', raw.rawUpdate([{ client: 2 ** 32, clock: 0, structs: [raw.values([1], at)] }])],
    ['a struct of no length', one(raw.overwritten(0, at))],
    ['no values', one(raw.values([], at))],
    ['a right neighbour', one(raw.values([1], { right: { client: 1, clock: 0 } }))],
    ['a text', one(raw.text('a', at))],
    ['a list', one(raw.type(0, at))],
    ['a hook, which is a map of a kind', one(raw.type(5, at))],
    ['a document', one(raw.subdocument(at))],
    ['a big integer', one(raw.values([1n], at))],
    ['bytes among JSON', one(raw.values([Uint8Array.of(1)], at))],
    ['a text that is not UTF-8', Uint8Array.of(1, 1, 1, 0, 0x28, 1, 1, 0xff, 1, 97, 1, 126, 0)],
    ['a record of many fields', one(raw.values([Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`${n}`, n]))], at))],
    ['a gap of a client that is deleted twice', Uint8Array.of(0, 2, 1, 1, 0, 1, 1, 1, 0, 1)],
    ['deletions out of order', Uint8Array.of(0, 1, 1, 2, 5, 1, 0, 1)],
  ]; // prettier-ignore
  it.each(unusual)('is refused with %s', (_, update) => {
    expect(whyNot(update)).not.toBe('decoded');
  });

  it('is not followed down without end', () => {
    const head = [1, 1, 1, 0, 0x28, 1, 1, 97, 1, 97, 1]; // one JSON value under a root `a`
    const records = Array.from({ length: 5000 }, () => [118, 1, 1, 97]).flat();
    expect(whyNot(Uint8Array.from([...head, ...records]))).toBe(
      'it holds a record that is too deep or too wide',
    );
  });
});
