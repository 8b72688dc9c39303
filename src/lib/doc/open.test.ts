import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { isId, newId, type CommentId, type EventId, type LabelId, type TrackId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { phasesOf } from '#lib/model/segment.ts';
import { isFrame, MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { boxOf } from '../../../tests/builders/random-edits.ts';
import { Replica } from '../../../tests/builders/replica.ts';
import { setDeleted } from './edit/annotation.ts';
import { addEvent, moveEvent } from './edit/event.ts';
import { addTrack, removeKeyframe, setKeyframe } from './edit/track.ts';
import { openDiscussion, openLabels, readOnlyReason } from './open.ts';
import { CommentsReading, LabelsReading } from './read.ts';
import { DISCUSSION_ROOTS, LABELS_ROOTS, SCHEMA } from './schema.ts';

const A = 'a' as LabelId;

/** The program that the SPEC shows. */
async function programOfTheSpec() {
  const spec = readFileSync(new URL('SPEC.md', import.meta.url), 'utf8');
  const program = /```js\n([\s\S]*?)```/.exec(spec)?.[1] ?? '';
  const { write } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(program)}`
  )) as {
    readonly write: (y: typeof Y, labels: Y.Doc, discussion: Y.Doc) => void;
  };
  return write;
}

describe('a program that writes with plain Yjs', () => {
  it('[D1] as the SPEC shows, is read whole and without a problem', async () => {
    const write = await programOfTheSpec();
    const [labels, discussion] = [openLabels(new Y.Doc()), openDiscussion(new Y.Doc())];
    write(Y, labels.ydoc, discussion.ydoc);
    const reading = new LabelsReading(labels);
    const comments = new CommentsReading(discussion);
    expect([...reading.problems, ...comments.problems]).toEqual([]);
    const box = (x: number) => ({ kind: 'box', x, y: 80, w: 10, h: 5 });
    expect(reading.tracks.get('track-1' as TrackId)).toEqual({
      id: 'track-1',
      label: 'forceps',
      kind: 'box',
      source: 'model',
      deleted: false,
      keyframes: [
        { frame: 10, shape: box(80), outside: false, occluded: false },
        { frame: 12, shape: box(80), outside: false, occluded: false },
        { frame: 40, shape: box(81), outside: true, occluded: false },
        { frame: 43, shape: box(80), outside: false, occluded: false },
      ],
      attributes: { side: 'left', visible: true },
    });
    expect([...reading.segments.values()]).toMatchObject([{ tier: 'findings', start: 10, end: 25 }]);
    expect([...reading.events.values()]).toMatchObject([{ id: 'event-1', frame: 18 }]);
    expect(phasesOf(reading.boundaries.values(), 100)).toMatchObject([{ label: 'cut', start: 0, end: 30 }]);
    expect(comments.comments.get('comment-1' as CommentId)).toMatchObject({
      text: 'The left one?',
      anchor: { kind: 'annotation', frame: 12 },
      resolved: true,
    });
  });

  it('[D2] finds the roots that the SPEC names', () => {
    expect(LABELS_ROOTS).toEqual([
      'tracks',
      'segments',
      'boundaries',
      'events',
      'structures',
      'video',
      'meta',
    ]);
    expect(DISCUSSION_ROOTS).toEqual(['comments']);
    const me = new Replica();
    me.act((labels) => addTrack(labels, { label: A, kind: 'box' }, 0 as Frame, boxOf(1)));
    expect([...me.ydoc.share.keys()].sort()).toEqual([...LABELS_ROOTS, ...DISCUSSION_ROOTS].sort());
  });

  it('[D8] finds the fields that the SPEC names, each container made with its entity', () => {
    const me = new Replica();
    const base = [{ frame: 3 as Frame, ...boxOf(2) }];
    const [id, packed] = me.act((labels) => [
      addTrack(labels, { label: A, kind: 'box' }, 7 as Frame, boxOf(1)),
      addTrack(labels, { label: A, kind: 'box', source: 'import', base }),
    ]) as [TrackId, TrackId];
    const fields = (track: TrackId) => me.labels.tracks.get(track)?.toJSON();
    const common = { label: 'a', kind: 'box', deleted: false, attr: {}, fattr: {} };
    expect(fields(id)).toEqual({ ...common, source: 'hand', kf: { 7: expect.any(Uint8Array) } });
    expect(fields(packed)).toEqual({ ...common, source: 'import', kf: {}, base: expect.any(Uint8Array) });
  });
});

describe('names and numbers', () => {
  it('[D3] an id is 1 to 40 letters, digits, _ and -', () => {
    for (const id of ['a', 'A-z_9', 'x'.repeat(40), newId()]) expect(isId(id)).toBe(true);
    for (const no of ['', 'x'.repeat(41), 'a b', 'ä', 'a/b', 5, null]) expect(isId(no)).toBe(false);
    expect(newId()).toMatch(/^[0-9a-z]{16}$/);
  });

  it('[D4] a frame is an integer from 0 to 20,736,000', () => {
    expect(MAX_FRAME).toBe(20_736_000);
    for (const frame of [0, 1, MAX_FRAME]) expect(isFrame(frame)).toBe(true);
    for (const no of [-1, 0.5, MAX_FRAME + 1, NaN, '3', null]) expect(isFrame(no)).toBe(false);
  });
});

describe('the schema', () => {
  it('[D24] is written with the first mark, in its transaction, and never again', () => {
    const me = new Replica();
    expect(Y.encodeStateAsUpdate(me.ydoc)).toEqual(Y.encodeStateAsUpdate(new Y.Doc()));
    me.act((labels) => addEvent(labels, { label: A, frame: 1 as Frame }));
    expect([me.sent.length, me.labels.meta.get('schema')]).toEqual([1, SCHEMA]);
    const item = me.labels.meta._map.get('schema');
    me.act((labels) => addEvent(labels, { label: A, frame: 1 as Frame }));
    expect(me.labels.meta._map.get('schema')).toBe(item);
  });

  it('[D25] of a newer program leaves the document readable, and refuses every edit', () => {
    const me = new Replica();
    const [track, event] = me.act((labels) => [
      addTrack(labels, { label: A, kind: 'box' }, 0 as Frame, boxOf(1)),
      addEvent(labels, { label: A, frame: 1 as Frame }),
    ]) as [TrackId, EventId];
    expect(readOnlyReason(me.labels)).toBeNull();
    me.labels.meta.set('schema', SCHEMA + 1);
    expect(readOnlyReason(me.labels)).toContain('newer version');
    const before = me.sent.length;
    const edits = [
      () => addTrack(me.labels, { label: A, kind: 'box' }, 0 as Frame, boxOf(1)),
      () => setKeyframe(me.labels, track, 0 as Frame, boxOf(2)),
      () => removeKeyframe(me.labels, track, 0 as Frame),
      () => addEvent(me.labels, { label: A, frame: 1 as Frame }),
      () => moveEvent(me.labels, event, 2 as Frame),
      () => setDeleted(me.labels, { kind: 'event', id: event }, true),
    ];
    for (const edit of edits) expect(() => me.act(edit)).toThrow(Refusal);
    expect(me.sent).toHaveLength(before);
    expect(me.reading.events.get(event)?.frame).toBe(1);
  });

  it.each([0, 1, -5, NaN, 'new', null, {}])('[D25] of %s is no newer one', (schema) => {
    const me = new Replica();
    me.labels.meta.set('schema', schema);
    expect(readOnlyReason(me.labels)).toBeNull();
  });
});
