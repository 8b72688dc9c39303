import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { EventId, LabelId, SegmentId, TierId, TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import { Replica, sync } from '../../../tests/builders/replica.ts';
import { setDeleted } from './edit/annotation.ts';
import { setAttribute } from './edit/attribute.ts';
import { addEvent, moveEvent, setEventLabel } from './edit/event.ts';
import { addSegment } from './edit/segment.ts';
import { addTrack, removeKeyframe, setKeyframe, setTrackLabel } from './edit/track.ts';
import { packKeyframe } from './pack.ts';

const A = 'a' as LabelId;
const B = 'b' as LabelId;
const TIER = 'tier' as TierId;
const at = (frame: number) => frame as Frame;
const box = (x: number, flags = {}): KeyframeValue => ({
  shape: { kind: 'box', x, y: 1, w: 5, h: 6 },
  outside: false,
  occluded: false,
  ...flags,
});

function draw(on: Replica, frame = 0, x = 1): TrackId {
  return on.act((labels) => addTrack(labels, { label: A, kind: 'box' }, at(frame), box(x)));
}

/** A valid event as a program would write it, but for these fields. */
function eventWith(fields: Record<string, unknown>): Y.Map<unknown> {
  const whole = { label: 'a', frame: 3, deleted: false, attr: new Y.Map(), ...fields };
  return new Y.Map(Object.entries(whole).filter(([, value]) => value !== undefined));
}

describe('a reading', () => {
  it('[D7] [D8] [D15] [D20] shows marks as they were made', () => {
    const me = new Replica();
    const track = draw(me, 7, 9);
    const [segment, event] = me.act((labels) => [
      addSegment(labels, { tier: TIER, label: A, start: at(3), end: at(9) }),
      addEvent(labels, { label: B, frame: at(4) }),
    ]) as [SegmentId, EventId];
    me.act((labels) => {
      setAttribute(labels, { kind: 'track', id: track }, 'side', 'left');
      setAttribute(labels, { kind: 'segment', id: segment }, 'grade', 2);
      setAttribute(labels, { kind: 'event', id: event }, 'sure', false);
    });
    expect([...me.reading.tracks.values()]).toEqual([
      {
        id: track,
        label: A,
        kind: 'box',
        source: 'hand',
        deleted: false,
        keyframes: [{ frame: 7, ...box(9) }],
        attributes: { side: 'left' },
      },
    ]);
    expect([...me.reading.segments.values()]).toEqual([
      { id: segment, tier: TIER, label: A, start: 3, end: 9, deleted: false, attributes: { grade: 2 } },
    ]);
    expect([...me.reading.events.values()]).toEqual([
      { id: event, label: B, frame: 4, deleted: false, attributes: { sure: false } },
    ]);
    expect(me.reading.problems.size).toBe(0);
  });

  it('[D7] has attributes one by one, and null for one that is not set', () => {
    const me = new Replica(1);
    const id = draw(me);
    const other = new Replica(2);
    sync(me, other);
    const ref = { kind: 'track', id } as const;
    me.act((labels) => {
      setAttribute(labels, ref, 'side', 'left');
      setAttribute(labels, ref, 'sure', true);
    });
    other.act((labels) => setAttribute(labels, ref, 'grade', 3));
    sync(me, other);
    me.act((labels) => setAttribute(labels, ref, 'sure', null));
    sync(me, other);
    for (const { reading } of [me, other])
      expect(reading.tracks.get(id)?.attributes).toEqual({ side: 'left', grade: 3 });
  });

  it('[D9] sorts keyframes by frame, not by key', () => {
    const me = new Replica();
    const id = draw(me, 100);
    me.act((labels) => {
      for (const frame of [9, 20, 3]) setKeyframe(labels, id, at(frame), box(frame));
    });
    expect(me.reading.tracks.get(id)?.keyframes.map(({ frame }) => frame)).toEqual([3, 9, 20, 100]);
  });

  it('[D6] finds deleted marks and tracks that are nowhere to be seen, but does not show them', () => {
    const me = new Replica();
    const [one, two] = [draw(me), draw(me)];
    me.act((labels) => {
      setDeleted(labels, { kind: 'track', id: one }, true);
      removeKeyframe(labels, two, at(0));
      setKeyframe(labels, two, at(5), box(1, { outside: true }));
    });
    expect(me.reading.tracks.size).toBe(0);
    expect(me.reading.every('track').map(({ id }) => id)).toEqual([one, two]);
    expect(me.reading.find({ kind: 'track', id: one })?.deleted).toBe(true);
    expect(me.reading.find({ kind: 'track', id: two })).toMatchObject({ deleted: false });
  });

  it('[D29] makes anew only what changed', () => {
    const me = new Replica();
    const [one, two] = [draw(me), draw(me)];
    me.act((labels) => setKeyframe(labels, one, at(8), box(8)));
    const { tracks } = me.reading;
    const [first, second] = [tracks.get(one), tracks.get(two)];
    me.act((labels) => setKeyframe(labels, one, at(4), box(4)));
    expect(me.reading.tracks).toBe(tracks);
    expect(tracks.get(two)).toBe(second);
    expect(tracks.get(one)).not.toBe(first);
    expect(first?.keyframes).toHaveLength(2);
    expect(tracks.get(one)?.keyframes[2]).toBe(first?.keyframes[1]);
  });

  it('[D29] leaves an earlier version of a packed track as it was', () => {
    const me = new Replica();
    const base = [2, 4].map((frame) => ({ frame: at(frame), ...box(frame) }));
    const id = me.act((labels) => addTrack(labels, { label: A, kind: 'box', base }));
    const before = me.reading.tracks.get(id);
    me.act((labels) => setKeyframe(labels, id, at(3), box(3)));
    expect(before?.keyframes).toEqual(base);
    expect(me.reading.tracks.get(id)?.keyframes.map(({ frame }) => frame)).toEqual([2, 3, 4]);
    expect(me.reading.tracks.get(id)?.keyframes[0]).toBe(before?.keyframes[0]);
  });

  it('[D29] tells once for each transaction, with the keys of what changed', () => {
    const me = new Replica();
    const [one, two] = [draw(me), draw(me)];
    const heard: string[][] = [];
    const stop = me.reading.subscribe((changed) => heard.push([...changed].sort()));
    me.act((labels) => {
      setKeyframe(labels, one, at(8), box(8));
      setTrackLabel(labels, one, B);
      setTrackLabel(labels, two, B);
    });
    me.ydoc.transact(() => me.labels.meta.set('schema', 1));
    expect(heard).toEqual([[`track:${one}`, `track:${two}`].sort()]);
    stop();
    draw(me);
    expect(heard).toHaveLength(1);
  });

  it('follows no longer after destroy', () => {
    const me = new Replica();
    me.reading.destroy();
    me.comments.destroy();
    draw(me);
    expect(me.reading.tracks.size).toBe(0);
  });

  it('[D23] knows the clients that made a mark and wrote to it last', () => {
    const me = new Replica(1);
    const id = draw(me);
    const [other, late] = [new Replica(2), new Replica(3)];
    sync(me, other);
    other.act((labels) => setKeyframe(labels, id, at(5), box(5)));
    sync(me, other, late);
    const ref = { kind: 'track', id } as const;
    for (const { reading } of [me, other, late])
      expect([reading.makerOf(ref), reading.lastClientOf(ref)]).toEqual([1, 2]);
    me.act((labels) => setTrackLabel(labels, id, B));
    sync(me, other, late);
    for (const { reading } of [me, other, late]) expect(reading.lastClientOf(ref)).toBe(1);
    const nobody = { kind: 'track', id: 'nobody' as TrackId } as const;
    expect([me.reading.makerOf(nobody), me.reading.lastClientOf(nobody)]).toEqual([undefined, undefined]);
  });
});

describe('what is not valid', () => {
  it.each([
    ['a text', 'text'],
    ['a number', 5],
    ['null', null],
    ['a list', new Y.Array()],
    ['a Y.Text', new Y.Text('text')],
    ['bytes', new Uint8Array(3)],
  ])('[D26] is a problem instead of a mark: %s', (_what, value) => {
    const me = new Replica();
    me.labels.events.set('one', value as never);
    expect(me.reading.events.size).toBe(0);
    expect([...me.reading.problems]).toEqual([['event:one', '"one" is not a event.']]);
    me.labels.events.set('one', eventWith({}));
    expect([me.reading.events.size, me.reading.problems.size]).toEqual([1, 0]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['its label', { label: 'two words' }],
    ['its label', { label: undefined }],
    ['its frame', { frame: 1.5 }],
    ['its frame', { frame: NaN }],
    ['its frame', { frame: -1 }],
    ['its frame', { frame: 1e12 }],
    ['its frame', { frame: '3' }],
    ['its label, its frame', { label: 3, frame: null }],
  ])('[D27] hides a mark that cannot be without %s, and says so', (what, fields) => {
    const me = new Replica();
    me.labels.events.set('one', eventWith(fields));
    expect(me.reading.every('event')).toEqual([]);
    expect(me.reading.problems.get('event:one')).toBe(`It cannot be shown, as this is not valid: ${what}.`);
    me.labels.events.get('one')?.set('deleted', true);
    expect(me.reading.problems.size).toBe(0);
  });

  it.each<[string, Record<string, unknown>]>([
    ['its deletion', { deleted: 'yes' }],
    ['its attributes', { attr: 'none' }],
    ['its attributes', { attr: undefined }],
    ['attribute two words', { attr: new Y.Map([['two words', 1]]) }],
    ['attribute far', { attr: new Y.Map([['far', Infinity]]) }],
    ['attribute long', { attr: new Y.Map([['long', 'x'.repeat(2001)]]) }],
    ['attribute deep', { attr: new Y.Map<unknown>([['deep', new Y.Map()]]) }],
    ['attribute list', { attr: new Y.Map<unknown>([['list', [1]]]) }],
  ])('[D26] is left out of a mark, and said: %s (%#)', (what, fields) => {
    const me = new Replica();
    me.labels.events.set('one', eventWith(fields));
    expect(me.reading.events.get('one' as EventId)).toEqual({
      id: 'one',
      label: 'a',
      frame: 3,
      deleted: false,
      attributes: {},
    });
    expect(me.reading.problems.get('event:one')).toBe(`Left out as not valid: ${what}.`);
  });

  it('[D26] is left out of a track, keyframe by keyframe', () => {
    const me = new Replica();
    const id = draw(me);
    const kf = me.labels.tracks.get(id)?.get('kf') as Y.Map<unknown>;
    const good = packKeyframe(box(5));
    const bad: [string, unknown][] = [
      ['01', good],
      ['-1', good],
      ['1.5', good],
      ['99999999999', good],
      ['x'.repeat(100_000), new Uint8Array()],
      ['2', good.slice(1)],
      ['3', [...good]],
      ['4', { x: 1 }],
    ];
    for (const [key, value] of bad) kf.set(key, value);
    kf.set('5', good);
    expect(me.reading.tracks.get(id)?.keyframes.map(({ frame }) => frame)).toEqual([0, 5]);
    const sentence = me.reading.problems.get(`track:${id}`);
    expect(sentence).toBe('Left out as not valid: keyframe 01, keyframe -1, keyframe 1.5 and 5 more.');
    for (const [key] of bad) kf.set(key, undefined);
    expect(me.reading.problems.size).toBe(0);
  });

  it('[D14] [D26] is a base that does not fit, which is left out whole', () => {
    const me = new Replica();
    const base = [{ frame: at(2), ...box(2) }];
    const id = me.act((labels) => addTrack(labels, { label: A, kind: 'box', base }));
    const track = me.labels.tracks.get(id) as Y.Map<unknown>;
    const packed = track.get('base') as Uint8Array;
    me.act((labels) => setKeyframe(labels, id, at(9), box(9)));
    track.set('base', packed.slice(0, -1));
    expect(me.reading.tracks.get(id)?.keyframes.map(({ frame }) => frame)).toEqual([9]);
    expect(me.reading.problems.get(`track:${id}`)).toBe('Left out as not valid: its packed keyframes.');
    track.set('base', packed);
    expect(me.reading.tracks.get(id)?.keyframes.map(({ frame }) => frame)).toEqual([2, 9]);
  });

  it('[D26] may have an endless name, and goes again', () => {
    const me = new Replica();
    const [one, two] = ['x'.repeat(100_000), `${'x'.repeat(100_000)}y`];
    for (const name of [one, two]) {
      me.labels.events.set(name, 5 as never);
      me.discussion.comments.set(name, 5 as never);
    }
    expect([me.reading.problems.size, me.comments.problems.size]).toEqual([2, 2]);
    const [sentence] = me.reading.problems.values();
    expect(sentence?.length).toBeLessThan(80);
    me.labels.events.delete(one);
    me.discussion.comments.delete(one);
    expect([me.reading.problems.size, me.comments.problems.size]).toEqual([1, 1]);
  });

  it('[D5] refuses an edit that needs a container which is not there', () => {
    const me = new Replica();
    me.labels.events.set('one', eventWith({ attr: undefined }));
    const ref = { kind: 'event', id: 'one' as EventId } as const;
    expect(() => me.act((labels) => setAttribute(labels, ref, 'key', 1))).toThrow('left out its "attr"');
    me.act((labels) => moveEvent(labels, ref.id, at(8)));
    expect(me.reading.events.get(ref.id)?.frame).toBe(8);
  });

  it('of an edit is our bug: a mark that nobody has seen', () => {
    const me = new Replica();
    expect(() => me.act((labels) => setEventLabel(labels, 'none' as EventId, B))).toThrow('no entity');
  });
});
