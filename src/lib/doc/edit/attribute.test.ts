import { describe, expect, it } from 'vitest';
import { missingOf, stretchesOf, valueAt } from '#lib/model/attributed.ts';
import type { Attribute, AttributeId, ChoiceId } from '#lib/model/attribute.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { boxOf } from '../../../../tests/builders/random-edits.ts';
import { Replica, sync } from '../../../../tests/builders/replica.ts';
import { setAttribute, setAttributeFrom, setVideoAttribute } from './attribute.ts';
import { addTrack } from './track.ts';

const VIEW = 'view' as LabelId;
const at = (frame: number) => frame as Frame;

function draw(on: Replica): TrackId {
  return on.act((labels) => addTrack(labels, { label: 'a' as LabelId, kind: 'box' }, at(0), boxOf(1)));
}

function say(on: Replica, frame: number | null, key: string, value: string | number | boolean | null): void {
  on.act((labels) => setVideoAttribute(labels, { label: VIEW, key, frame: frame as Frame | null }, value));
}

describe('what holds from a frame on', () => {
  it('[D43] holds to the next value of that attribute, in place of the one for the whole', () => {
    const me = new Replica();
    const id = draw(me);
    me.act((labels) => {
      setAttribute(labels, { kind: 'track', id }, 'grade', 1);
      setAttributeFrom(labels, id, at(10), 'grade', 2);
      setAttributeFrom(labels, id, at(9), 'side', 'left');
      setAttributeFrom(labels, id, at(20), 'grade', '');
    });
    const track = me.reading.tracks.get(id)!;
    expect(track.changes).toEqual([
      { frame: 9, key: 'side', value: 'left' },
      { frame: 10, key: 'grade', value: 2 },
      { frame: 20, key: 'grade', value: '' },
    ]);
    expect([0, 9, 10, 19, 20, 99].map((frame) => valueAt(track, 'grade', at(frame)))).toEqual([
      1,
      1,
      2,
      2,
      null,
      null,
    ]);
    expect([8, 9].map((frame) => valueAt(track, 'side', at(frame)))).toEqual([null, 'left']);
    me.act((labels) => setAttributeFrom(labels, id, at(10), 'grade', null));
    expect(valueAt(me.reading.tracks.get(id)!, 'grade', at(15))).toBe(1);
    me.hand.undo();
    expect(valueAt(me.reading.tracks.get(id)!, 'grade', at(15))).toBe(2);
  });

  it('[D43] merges one by one, and a key that is none is said', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    const id = draw(me);
    sync(me, other);
    me.act((labels) => setAttributeFrom(labels, id, at(5), 'grade', 1));
    other.act((labels) => setAttributeFrom(labels, id, at(5), 'side', 'left'));
    other.act((labels) => setAttributeFrom(labels, id, at(6), 'grade', 3));
    sync(me, other);
    const track = me.reading.tracks.get(id)!;
    expect(track).toEqual(other.reading.tracks.get(id));
    expect(track.changes).toHaveLength(3);
    expect(valueAt(track, 'grade', at(7))).toBe(3);
    const fattr = me.labels.tracks.get(id)!.get('fattr') as { set(key: string, value: unknown): void };
    fattr.set('07:grade', 1);
    expect(me.reading.problems.get(`track:${id}`)).toContain('attribute by frame 07:grade');
    expect(me.reading.tracks.get(id)?.changes).toHaveLength(3);
  });
});

describe('what is said of the video', () => {
  it('[D44] of the whole and of frames, by label; undo takes it back and nobody else’s', () => {
    const [me, other] = [new Replica(1), new Replica(2)];
    say(me, null, 'quality', 'good');
    say(other, 12, 'plane', 'plax');
    sync(me, other);
    const said = me.reading.video.get(VIEW)!;
    expect(said).toEqual({
      attributes: { quality: 'good' },
      changes: [{ frame: 12, key: 'plane', value: 'plax' }],
    });
    expect(said).toEqual(other.reading.video.get(VIEW));
    expect(me.labels.meta.get('schema')).toBe(1);
    say(me, null, 'quality', 'poor');
    expect(me.hand.undo()).toMatchObject({ skipped: 0 });
    expect(me.reading.video.get(VIEW)).toEqual(said);
    me.hand.undo();
    expect(me.reading.video.get(VIEW)).toEqual({ attributes: {}, changes: said.changes });
    me.hand.redo();
    expect(me.reading.video.get(VIEW)).toEqual(said);
  });

  it('[D44] tells once of each transaction, and leaves other labels the same object', () => {
    const me = new Replica();
    say(me, null, 'quality', 'good');
    const before = me.reading.video.get(VIEW);
    const heard: string[][] = [];
    me.reading.subscribe((changed) => heard.push([...changed]));
    me.act((labels) => setVideoAttribute(labels, { label: 'x' as LabelId, key: 'k', frame: null }, 1));
    expect(heard).toEqual([['video']]);
    expect(me.reading.video.get(VIEW)).toBe(before);
    me.labels.video.set('no place', 1);
    expect(me.reading.problems.get('video')).toContain('value no place');
  });
});

describe('answers', () => {
  const plane: Attribute = {
    id: 'plane' as AttributeId,
    name: 'Plane',
    kind: 'choice',
    choices: [{ id: 'plax' as ChoiceId, name: 'PLAX', retired: false }],
    unit: '',
    min: null,
    max: null,
    retired: false,
    required: true,
    byFrame: true,
  };

  it('what was never said is missing, also where an empty text lies', () => {
    expect(missingOf({ attributes: {} }, [plane])).toEqual([plane]);
    const empty = { attributes: {}, changes: [{ frame: at(3), key: 'plane', value: '' }] };
    expect(missingOf(empty, [plane])).toEqual([plane]);
    expect(missingOf({ attributes: { plane: 'plax' } }, [plane])).toEqual([]);
    expect(missingOf({ attributes: {} }, [{ ...plane, retired: true }])).toEqual([]);
    const several: Attribute = { ...plane, kind: 'several' };
    expect(missingOf({ attributes: { plax: false } }, [several])).toEqual([several]);
    expect(missingOf({ attributes: { plax: true } }, [several])).toEqual([]);
    const yesNo: Attribute = { ...plane, kind: 'yes-no', choices: [] };
    expect(missingOf({ attributes: { plane: false } }, [yesNo])).toEqual([]);
  });

  it('stretches join where the same value is said again, and end where none holds', () => {
    const said = {
      attributes: {},
      changes: [
        { frame: at(2), key: 'plane', value: 'a' },
        { frame: at(5), key: 'plane', value: 'a' },
        { frame: at(7), key: 'plane', value: '' },
        { frame: at(8), key: 'plane', value: 'b' },
        { frame: at(30), key: 'plane', value: 'c' },
      ],
    };
    const read = (frame: Frame) => {
      const value = valueAt(said, 'plane', frame);
      return value === null ? null : String(value);
    };
    expect(stretchesOf(said, plane, 10, read)).toEqual([
      { start: 2, end: 7, value: 'a' },
      { start: 8, end: 10, value: 'b' },
    ]);
  });
});
