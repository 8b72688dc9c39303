import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { packBase } from '#lib/doc/base.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { addSegment } from '#lib/doc/edit/segment.ts';
import { addTrack, setKeyframe } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import type { LabelId, TierId, TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import * as raw from '../../tests/builders/raw-update.ts';
import {
  edited,
  LABELS_ROOM,
  reasonOf,
  replicaOf,
  TrialRoom,
  updateOf,
  writerAs,
} from '../../tests/builders/trial-room.ts';

const maya = writerAs('annotator', LABELS_ROOM, 'maya');
const ben = writerAs('clinician', LABELS_ROOM, 'ben');
const viewer = writerAs('viewer', LABELS_ROOM, 'vic');
const MAYA = 100;
const BEN = 200;
const box: KeyframeValue = {
  shape: { kind: 'box', x: 1, y: 2, w: 3, h: 4 },
  outside: false,
  occluded: false,
};

/** A labels room with a track `t`, a segment and an event of Maya's. */
function labels() {
  const server = new TrialRoom(LABELS_ROOM);
  const ydoc = replicaOf(server.ydoc, MAYA);
  const update = updateOf(ydoc, () => {
    const doc = openLabels(ydoc);
    addTrack(doc, { id: 't' as TrackId, label: 'l' as LabelId, kind: 'box' }, 5 as Frame, box);
    addSegment(doc, { tier: 'x' as TierId, label: 'l' as LabelId, start: 1 as Frame, end: 5 as Frame });
    addEvent(doc, { label: 'l' as LabelId, frame: 3 as Frame });
  });
  expect(server.submit(maya, update)).toMatchObject({ kind: 'admitted', newClients: [MAYA] });
  const track = () => server.ydoc.getMap<Y.Map<unknown>>('tracks').get('t')!;
  return { server, update, ydoc, track };
}

const trackIn = (ydoc: Y.Doc) => ydoc.getMap<Y.Map<Y.Map<unknown>>>('tracks').get('t')!;

/** The only mark of its kind. */
function firstOf(ydoc: Y.Doc, root: 'segments' | 'events'): Y.Map<unknown> {
  return [...ydoc.getMap<Y.Map<unknown>>(root).values()][0]!;
}

describe('what the document has already', () => {
  it('[R28] is nothing, also from a viewer, however it is packed', () => {
    const { server, update } = labels();
    for (const known of [update, Y.encodeStateAsUpdate(server.ydoc), Uint8Array.of(0, 0)])
      expect(server.submit(viewer, known)).toEqual({ kind: 'nothing' });
    expect(server.log).toHaveLength(1);
  });

  it('[R28] is left out of what is applied, and never looked at again', () => {
    const { server } = labels();
    const before = Y.encodeStateVector(server.ydoc);
    const ydoc = replicaOf(server.ydoc, MAYA);
    ydoc.transact(() => setKeyframe(openLabels(ydoc), 't' as TrackId, 9 as Frame, box));
    const verdict = server.submit(maya, Y.encodeStateAsUpdate(ydoc));
    expect(verdict).toMatchObject({
      kind: 'admitted',
      update: Y.encodeStateAsUpdate(ydoc, before),
      newClients: [],
    });
  });

  it('may be the front of a run of overwritten values', () => {
    const { server } = labels();
    const key = { parent: Y.createID(MAYA, attrClock(server)), key: 'a' };
    const run = (values: number[], clock: number, where: object) => ({
      client: 7,
      clock,
      structs: [raw.overwritten(values.length, where), raw.values([values.at(-1)], { origin: last(values) })],
    });
    const last = (values: number[]) => ({ client: 7, clock: values.length - 1 });
    expect(server.submit(maya, raw.rawUpdate([run([1], 0, key)]))).toMatchObject({ kind: 'admitted' });
    const longer = raw.rawUpdate([{ ...run([1, 2, 3, 4], 0, key) }]);
    expect(server.submit(maya, longer)).toMatchObject({ kind: 'admitted', newClients: [] });
    expect(Y.getState(server.ydoc.store, 7)).toBe(5);
    expect(attrOf(server)).toEqual({ a: 4 });
  });
});

describe('who writes', () => {
  it('[R29] a viewer is told why not', () => {
    const { server } = labels();
    const update = edited(server, 300, (ydoc) => trackIn(ydoc).set('label', 'm' as never));
    expect(server.submit(viewer, update)).toMatchObject({
      kind: 'refused',
      code: 'read-only',
      details: { reason: 'you are here as viewer' },
    });
    const removal = raw.rawUpdate([], [{ client: MAYA, clock: 0, length: 3 }]);
    expect(server.submit(viewer, removal)).toMatchObject({ code: 'read-only' });
  });

  it('[R30] a client belongs to who used it first', () => {
    const { server, update } = labels();
    const more = edited(server, MAYA, (ydoc) => trackIn(ydoc).set('label', 'm' as never));
    expect(reasonOf(server.submit(ben, more))).toBe(
      'An edit was refused: it belongs to another person’s client.',
    );
    expect(server.submit(maya, more)).toMatchObject({ kind: 'admitted', newClients: [] });
    const own = edited(server, BEN, (ydoc) => trackIn(ydoc).set('label', 'n' as never));
    expect(server.submit(ben, own)).toMatchObject({ kind: 'admitted', newClients: [BEN] });
    const ownerless = new TrialRoom(LABELS_ROOM);
    Y.applyUpdate(ownerless.ydoc, update);
    expect(reasonOf(ownerless.submit(ben, more))).toContain('another person’s client');
  });

  it('[R39] nobody writes what a newer version made', () => {
    const { server } = labels();
    server.ydoc.getMap('meta').set('schema', 2);
    const update = edited(server, BEN, (ydoc) => trackIn(ydoc).set('label', 'n' as never));
    expect(reasonOf(server.judge(ben, update))).toContain('written by a newer version');
  });
});

describe('what an update builds on', () => {
  it('[R31] must be there: a gap is said to be one', () => {
    const { server } = labels();
    const ydoc = replicaOf(server.ydoc, BEN);
    const first = updateOf(ydoc, () => trackIn(ydoc).set('label', 'n' as never));
    const second = updateOf(ydoc, () => trackIn(ydoc).get('attr')!.set('a', 1));
    const third = updateOf(ydoc, () => trackIn(ydoc).set('label', 'o' as never));
    for (const early of [second, third, Y.mergeUpdates([first, third])])
      expect(server.judge(ben, early)).toMatchObject({ kind: 'refused', missing: true });
    expect(server.submit(ben, Y.mergeUpdates([third, first, second]))).toMatchObject({ kind: 'admitted' });
    expect(server.ydoc.store.pendingStructs).toBeNull();
  });

  it('[R32] may be anywhere in the same update, but never itself', () => {
    const { server } = labels();
    const parent = Y.createID(MAYA, attrClock(server));
    const value = (origin: raw.RawId) => raw.values([1], { origin });
    const later = raw.rawUpdate([
      { client: 9, clock: 0, structs: [value({ client: 8, clock: 0 })] },
      { client: 8, clock: 0, structs: [raw.values([1], { parent, key: 'a' })] },
    ]);
    expect(server.judge(ben, later)).toMatchObject({ kind: 'admitted', newClients: [9, 8] });
    const circle = raw.rawUpdate([
      { client: 9, clock: 0, structs: [value({ client: 8, clock: 0 })] },
      { client: 8, clock: 0, structs: [value({ client: 9, clock: 0 })] },
    ]);
    const ahead = raw.rawUpdate([
      { client: 9, clock: 0, structs: [value({ client: 9, clock: 1 }), value({ client: 9, clock: 0 })] },
    ]);
    for (const update of [circle, ahead])
      expect(reasonOf(server.judge(ben, update))).toContain('builds on itself');
  });

  it('[R34] may have something beside it, but not so much that applying it would take long', () => {
    const { server } = labels();
    const parent = Y.createID(MAYA, attrClock(server));
    const beside = (count: number) =>
      raw.rawUpdate([
        {
          client: 9,
          clock: 0,
          structs: Array.from({ length: count }, () => raw.values([1], { parent, key: 'a' })),
        },
      ]);
    expect(server.judge(ben, beside(1000))).toMatchObject({ kind: 'admitted' });
    expect(reasonOf(server.judge(ben, beside(2000)))).toContain('too many edits beside others');
  });

  it('[R32] twelve bytes do not take the clock of somebody else, or one’s own', () => {
    const { server } = labels();
    const state = (client: number) => Y.getState(server.ydoc.store, client);
    for (const writer of [maya, ben])
      for (const client of [MAYA, BEN, 4_000_000]) {
        const poison = raw.rawUpdate([{ client, clock: state(client), structs: [raw.gone(1e9)] }]);
        expect(server.judge(writer, poison)).toMatchObject({ kind: 'refused' });
      }
    expect(
      reasonOf(server.judge(ben, raw.rawUpdate([{ client: 2 ** 32, clock: 0, structs: [raw.gone(1)] }]))),
    ).toContain('cannot be read');
  });
});

const refusedLabels: readonly (readonly [string, string, (ydoc: Y.Doc) => void])[] = [
  ['a root of one’s own', '“mine” has no place in', (ydoc) => ydoc.getMap('mine').set('a', 1)],
  ['a comment among labels', '“comments” has no place in', (ydoc) => ydoc.getMap('comments').set('a', new Y.Map())],
  ['a structure', 'has no place in the structures', (ydoc) => ydoc.getMap('structures').set('a', new Y.Map())],
  ['a mark among what is said of the video', 'is no map', (ydoc) => ydoc.getMap('video').set('a:b', new Y.Map())],
  ['a key of the video that is none', '“a” has no place in what is said of the video', (ydoc) => ydoc.getMap('video').set('a', 1)],
  ['a value of the video that is none', 'is not valid', (ydoc) => ydoc.getMap('video').set('7:a:b', { a: 1 })],
  ['an attribute of no frame', '“07:a” has no place in the attributes by frame of a track', (ydoc) => (trackIn(ydoc).get('fattr') as Y.Map<unknown>).set('07:a', 1)],
  ['a list', 'list', (ydoc) => ydoc.getArray('list').push([1])],
  ['a text', 'content', (ydoc) => ydoc.getText('text').insert(0, 'a')],
  ['a list inside', 'makes a list or a text', (ydoc) => trackIn(ydoc).set('label', new Y.Array() as never)],
  ['a document inside', 'kind of content', (ydoc) => trackIn(ydoc).set('label', new Y.Doc() as never)],
  ['an id that is none', '“a b” has no place in the tracks', (ydoc) => ydoc.getMap('tracks').set('a b', new Y.Map())],
  ['a value for a track', 'is no map', (ydoc) => ydoc.getMap('tracks').set('u', 1)],
  ['half a track', 'made without its “label”', (ydoc) => ydoc.getMap('tracks').set('u', new Y.Map())],
  ['a track over a track', 'is never replaced', (ydoc) => ydoc.getMap('tracks').set('t', new Y.Map())],
  ['keyframes over keyframes', 'is never replaced', (ydoc) => trackIn(ydoc).set('kf', new Y.Map())],
  ['a value over keyframes', 'is never replaced', (ydoc) => trackIn(ydoc).set('kf', 1 as never)],
  ['a map for a value', 'is no map', (ydoc) => trackIn(ydoc).set('label', new Y.Map())],
  ['a field nobody knows', '“colour” has no place in a track', (ydoc) => trackIn(ydoc).set('colour', 'red' as never)],
  ['another source', '“source” of a track never changes', (ydoc) => trackIn(ydoc).set('source', 'model' as never)],
  ['another kind', '“kind” of a track', (ydoc) => trackIn(ydoc).set('kind', 'cube' as never)],
  ['a label that is none', '“label” of a track is not valid', (ydoc) => trackIn(ydoc).set('label', 'a b' as never)],
  ['a flag that is none', '“deleted” of a track is not valid', (ydoc) => trackIn(ydoc).set('deleted', null as never)],
  ['a frame with a zero before it', '“05” has no place in the keyframes of a track', (ydoc) => trackIn(ydoc).get('kf')!.set('05', new Uint8Array())],
  ['a frame beyond all', 'has no place in the keyframes', (ydoc) => trackIn(ydoc).get('kf')!.set('99999999', new Uint8Array())],
  ['bytes that are no shape', '“5” of the keyframes of a track is not valid', (ydoc) => trackIn(ydoc).get('kf')!.set('5', Uint8Array.of(1, 2))],
  ['text for a shape', '“5” of the keyframes of a track is not valid', (ydoc) => trackIn(ydoc).get('kf')!.set('5', 'box')],
  ['a number that is none', 'is not valid', (ydoc) => trackIn(ydoc).get('attr')!.set('a', Number.NaN)],
  ['an endless number', 'is not valid', (ydoc) => trackIn(ydoc).get('attr')!.set('a', Number.POSITIVE_INFINITY)],
  ['a text without end', 'is not valid', (ydoc) => trackIn(ydoc).get('attr')!.set('a', 'x'.repeat(2001))],
  ['a list of values', 'kind of value', (ydoc) => trackIn(ydoc).get('attr')!.set('a', [1])],
  ['a record', 'is not valid', (ydoc) => trackIn(ydoc).get('attr')!.set('a', { x: 1 })],
  ['a deep record', 'too deep', (ydoc) => trackIn(ydoc).get('attr')!.set('a', { x: { x: { x: { x: {} } } } })],
  ['a frame attribute without a frame', '“a” has no place in', (ydoc) => trackIn(ydoc).get('fattr')!.set('a', 1)],
  ['a schema of tomorrow', '“schema” of the document is not valid', (ydoc) => ydoc.getMap('meta').set('schema', 2)],
  ['a certainty that is none', '“certainty” of a segment is not valid', (ydoc) => firstOf(ydoc, 'segments').set('certainty', 'maybe')],
  ['a fuzz below nothing', '“fuzz” of an event is not valid', (ydoc) => firstOf(ydoc, 'events').set('fuzz', -1)],
  ['half a frame of fuzz', '“fuzz” of an event is not valid', (ydoc) => firstOf(ydoc, 'events').set('fuzz', 0.5)],
  ['a difficulty in words', '“difficult” of a segment is not valid', (ydoc) => firstOf(ydoc, 'segments').set('difficult', 'very')],
  ['a doubt of a track', '“certainty” has no place in a track', (ydoc) => trackIn(ydoc).set('certainty', 'probable' as never)],
  ['another word in meta', '“note” has no place in the document', (ydoc) => ydoc.getMap('meta').set('note', 'x')],
  ['a base that comes later', '“base” of a track never changes', (ydoc) => trackIn(ydoc).set('base', packBase('box', [{ frame: 1 as Frame, ...box }]) as never)],
  ['a base that is none', '“base” of a track is not valid', (ydoc) => ydoc.getMap('tracks').set('u', new Y.Map<unknown>(Object.entries({ base: Uint8Array.of(1, 1, 1), kind: 'box' })))],
  ['a removed value', 'nothing is ever removed', (ydoc) => trackIn(ydoc).delete('label')],
  ['a removed keyframe', 'nothing is ever removed', (ydoc) => trackIn(ydoc).get('kf')!.delete('5')],
  ['a removed container', 'nothing is ever removed', (ydoc) => trackIn(ydoc).delete('attr')],
  ['a removed track', 'nothing is ever removed', (ydoc) => ydoc.getMap('tracks').delete('t')],
  ['a value set and removed', 'nothing is ever removed', (ydoc) => {
    trackIn(ydoc).set('label', 'n' as never);
    trackIn(ydoc).delete('label');
  }],
]; // prettier-ignore

describe('[R35] [R36] what does not get into labels', () => {
  it.each(refusedLabels)('%s: %s', (_, reason, run) => {
    const { server } = labels();
    const before = Y.encodeStateAsUpdate(server.ydoc);
    expect(reasonOf(server.submit(maya, edited(server, MAYA, run)))).toContain(reason);
    expect(Y.encodeStateAsUpdate(server.ydoc)).toEqual(before);
  });

  it('one bad value takes everything with it', () => {
    const { server, track } = labels();
    const update = edited(server, BEN, (ydoc) => {
      trackIn(ydoc).set('label', 'good' as never);
      trackIn(ydoc).get('kf')!.set('7', 'bad');
    });
    expect(server.submit(ben, update)).toMatchObject({ kind: 'refused' });
    expect(track().get('label')).toBe('l');
    expect(Y.getState(server.ydoc.store, BEN)).toBe(0);
  });

  it('[R37] a removal that hides behind an overwritten value', () => {
    const { server } = labels();
    const { client, clock } = trackIn(server.ydoc)._map.get('label')!.id;
    const hidden = (structs: raw.RawStruct[], length = 1) =>
      raw.rawUpdate([{ client: BEN, clock: 0, structs }], [{ client, clock, length }]);
    const over = raw.overwritten(1, { origin: { client, clock } });
    expect(reasonOf(server.judge(ben, hidden([over])))).toContain('nothing is ever removed');
    const again = raw.values(['n'], { origin: { client: BEN, clock: 0 } });
    expect(server.judge(ben, hidden([over, again]))).toMatchObject({ kind: 'admitted' });
    expect(reasonOf(server.judge(ben, hidden([over, again], 2)))).toContain('nothing is ever removed');
    expect(server.judge(ben, hidden([over, again], 1e6))).toMatchObject({ kind: 'refused', missing: true });
  });
});

describe('what does get into labels', () => {
  it('a program’s edits with plain Yjs, and its undo', () => {
    const { server, track } = labels();
    const ydoc = replicaOf(server.ydoc, BEN);
    const undo = new Y.UndoManager(trackIn(ydoc), { captureTimeout: 0 });
    const sent = [
      updateOf(ydoc, () => trackIn(ydoc).set('label', 'n' as never)),
      updateOf(ydoc, () => trackIn(ydoc).get('fattr')!.set('5:a', true)),
      updateOf(ydoc, () => trackIn(ydoc).get('kf')!.set('5', new Uint8Array())),
      updateOf(ydoc, () => trackIn(ydoc).set('label', 'o' as never)),
      updateOf(ydoc, () => void undo.undo()),
    ];
    for (const update of sent) expect(server.submit(ben, update)).toMatchObject({ kind: 'admitted' });
    expect(track().get('label')).toBe('n');
  });

  it('how sure somebody is of a segment or an event, and that it is taken back', () => {
    const { server } = labels();
    for (const value of ['probable', null, 'uncertain']) {
      const update = edited(server, BEN, (ydoc) => {
        firstOf(ydoc, 'segments').set('certainty', value);
        firstOf(ydoc, 'events').set('difficult', value === null ? null : true);
        firstOf(ydoc, 'events').set('fuzz', value === null ? null : 12);
      });
      expect(server.submit(ben, update)).toMatchObject({ kind: 'admitted' });
    }
  });

  it('a track with the keyframes of a program', () => {
    const { server } = labels();
    const base = [{ frame: 1 as Frame, ...box }];
    const update = edited(server, BEN, (ydoc) =>
      addTrack(openLabels(ydoc), { label: 'l' as LabelId, kind: 'box', source: 'model', base }),
    );
    expect(server.submit(ben, update)).toMatchObject({ kind: 'admitted' });
  });

  it('[R36] values of a mark that is there after all, set again to the same ones', () => {
    const { server } = labels();
    const same = edited(server, BEN, (ydoc) => {
      for (const [key, value] of trackIn(ydoc)) if (!(value instanceof Y.Map)) trackIn(ydoc).set(key, value);
    });
    expect(server.submit(ben, same)).toMatchObject({ kind: 'admitted' });
  });
});

function attrClock(server: TrialRoom): number {
  return trackIn(server.ydoc)._map.get('attr')!.id.clock;
}

function attrOf(server: TrialRoom): unknown {
  return trackIn(server.ydoc).get('attr')!.toJSON();
}
