import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import { boundsOf } from '#lib/model/shape.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { Replica, sync } from '../../../tests/builders/replica.ts';
import { setDeleted } from './edit/annotation.ts';
import { setAttribute } from './edit/attribute.ts';
import { addComment, setResolved } from './edit/comment.ts';
import { addEvent, moveEvent } from './edit/event.ts';
import { addTrack, removeKeyframe, setKeyframe, setTrackLabel } from './edit/track.ts';

const A = 'a' as LabelId;
const B = 'b' as LabelId;
const box = (x: number): KeyframeValue => ({
  shape: { kind: 'box', x, y: 1, w: 5, h: 6 },
  outside: false,
  occluded: false,
});
const at = (frame: number) => frame as Frame;

/** A person with a track that has one keyframe, at x = 1 on frame 0. */
function withTrack(client?: number): { readonly me: Replica; readonly id: TrackId } {
  const me = new Replica(client);
  return { me, id: me.act((labels) => addTrack(labels, { label: A, kind: 'box' }, at(0), box(1))) };
}

/** The same, with somebody else who has it too. */
function withTwo() {
  const { me, id } = withTrack(1);
  const other = new Replica(2);
  sync(me, other);
  return { me, other, id };
}

/** Frames and x of a track's keyframes. */
function seen({ reading }: Replica, id: TrackId) {
  return reading.tracks.get(id)?.keyframes.map(({ frame, shape }) => [frame, boundsOf(shape).x]);
}

describe('a gesture', () => {
  it('[D32] is one transaction and one entry, however much it does', () => {
    const me = new Replica();
    const id = me.act((labels) => {
      const made = addTrack(labels, { label: A, kind: 'box' }, at(0), box(1));
      setKeyframe(labels, made, at(5), box(2));
      addEvent(labels, { label: B, frame: at(3) });
      return made;
    });
    expect(me.sent).toHaveLength(1);
    me.hand.undo();
    expect(me.sent).toHaveLength(2);
    expect([me.reading.tracks.size, me.reading.events.size, me.hand.canUndo.value]).toEqual([0, 0, false]);
    me.hand.redo();
    expect(seen(me, id)).toEqual([
      [0, 1],
      [5, 2],
    ]);
  });

  it('[D32] inside another is part of it', () => {
    const { me, id } = withTrack();
    me.act(
      () => {
        me.act((labels) => setKeyframe(labels, id, at(0), box(2)), {
          caption: 'inner',
          frame: null,
          refs: [],
        });
        me.act((labels) => setTrackLabel(labels, id, B));
      },
      { caption: 'outer', frame: null, refs: [] },
    );
    expect(me.hand.undo()).toMatchObject({ caption: 'outer', skipped: 0 });
    expect([seen(me, id), me.reading.tracks.get(id)?.label]).toEqual([[[0, 1]], A]);
    me.hand.undo();
    expect(me.hand.canUndo.value).toBe(false);
  });

  it('[D32] inside a transaction of somebody else is one entry too', () => {
    const { me, id } = withTrack();
    me.ydoc.transact(() => {
      me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
      me.act((labels) => setTrackLabel(labels, id, B));
    });
    expect(me.hand.undo()?.skipped).toBe(0);
    expect([seen(me, id), me.reading.tracks.get(id)?.label]).toEqual([[[0, 1]], A]);
  });

  it('[D32] inside an observer is an entry of its own', () => {
    const { me, id } = withTrack();
    const stop = me.reading.subscribe(() => {
      stop();
      me.act((labels) => setTrackLabel(labels, id, B));
    });
    me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
    me.hand.undo();
    expect([seen(me, id), me.reading.tracks.get(id)?.label]).toEqual([[[0, 2]], A]);
    me.hand.undo();
    expect(seen(me, id)).toEqual([[0, 1]]);
  });

  it('[D31] [D32] that changes nothing leaves neither bytes nor entry', () => {
    const { me, id } = withTrack();
    const before = me.sent.length;
    me.act((labels) => {
      setKeyframe(labels, id, at(0), box(1));
      setTrackLabel(labels, id, A);
      removeKeyframe(labels, id, at(7));
      setAttribute(labels, { kind: 'track', id }, 'key', null);
      setDeleted(labels, { kind: 'track', id }, false);
    });
    expect(me.sent).toHaveLength(before);
    expect(me.hand.undo()?.skipped).toBe(0);
    expect(me.reading.tracks.size).toBe(0);
  });

  it('[D32] that goes there and back again leaves no entry, and what was before it can still be undone', () => {
    const { me, id } = withTrack();
    me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
    me.act((labels) => {
      removeKeyframe(labels, id, at(0));
      setKeyframe(labels, id, at(0), box(2));
    });
    expect(me.hand.undo()?.skipped).toBe(0);
    expect(seen(me, id)).toEqual([[0, 1]]);
  });

  it('[D32] that throws half-way can be undone as far as it came', () => {
    const { me, id } = withTrack();
    const fail = () =>
      me.act((labels) => {
        setKeyframe(labels, id, at(0), box(2));
        throw new Error('half-way');
      });
    expect(fail).toThrow('half-way');
    me.hand.undo();
    expect(seen(me, id)).toEqual([[0, 1]]);
  });

  it('[D32] is kept although somebody who follows the document throws', () => {
    const { me, id } = withTrack();
    me.ydoc.on('afterTransaction', () => {
      throw new Error('a follower');
    });
    expect(() => me.act((labels) => setKeyframe(labels, id, at(0), box(2)))).toThrow('a follower');
    expect(() => me.hand.undo()).toThrow('a follower');
    expect(seen(me, id)).toEqual([[0, 1]]);
  });

  it('ends what could be done again', () => {
    const { me, id } = withTrack();
    me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
    me.hand.undo();
    expect([me.hand.canUndo.value, me.hand.canRedo.value]).toEqual([true, true]);
    me.act((labels) => setTrackLabel(labels, id, B));
    expect(me.hand.canRedo.value).toBe(false);
    expect(me.hand.redo()).toBeUndefined();
  });
});

describe('undo', () => {
  it('[D37] names what it took back, and where', () => {
    const { me, id } = withTrack();
    const deed = { caption: 'move Forceps 1', frame: at(4), refs: [{ kind: 'track', id } as const] };
    me.act((labels) => setKeyframe(labels, id, at(4), box(9)), deed);
    expect(me.hand.undo()).toEqual({ ...deed, skipped: 0 });
    expect(me.hand.redo()).toEqual({ ...deed, skipped: 0 });
  });

  it('[D37] reaches back a thousand gestures', () => {
    const { me, id } = withTrack();
    for (let x = 2; x <= 1003; x++) me.act((labels) => setKeyframe(labels, id, at(0), box(x)));
    let count = 0;
    while (me.hand.undo()) count++;
    expect(count).toBe(1000);
    expect(seen(me, id)).toEqual([[0, 3]]);
    while (me.hand.redo()) count--;
    expect([count, seen(me, id)]).toEqual([0, [[0, 1003]]]);
  });

  it('in the middle of a gesture is our bug', () => {
    const { me } = withTrack();
    expect(() => me.act(() => me.hand.undo())).toThrow('middle of a gesture');
  });

  it('[D36] goes back through several values of one key and forth again', () => {
    const { me, id } = withTrack();
    for (const x of [2, 3, 4]) me.act((labels) => setKeyframe(labels, id, at(0), box(x)));
    const way: unknown[] = [];
    for (const turn of ['undo', 'undo', 'undo', 'redo', 'redo', 'undo', 'redo', 'redo'] as const) {
      expect(me.hand[turn]()?.skipped).toBe(0);
      way.push(seen(me, id)?.[0]?.[1]);
    }
    expect(way).toEqual([3, 2, 1, 2, 3, 2, 3, 4]);
  });

  it('[D33] leaves alone what somebody else has set since, and counts it', () => {
    const { me, other, id } = withTwo();
    me.act((labels) => {
      setKeyframe(labels, id, at(0), box(2));
      setTrackLabel(labels, id, B);
    });
    sync(me, other);
    other.act((labels) => setKeyframe(labels, id, at(0), box(50)));
    sync(me, other);
    expect(me.hand.undo()?.skipped).toBe(1);
    expect([seen(me, id), me.reading.tracks.get(id)?.label]).toEqual([[[0, 50]], A]);
    expect(me.hand.redo()?.skipped).toBe(0);
    expect([seen(me, id), me.reading.tracks.get(id)?.label]).toEqual([[[0, 50]], B]);
  });

  it('[D33] gives back what somebody else had set, where ours came after it', () => {
    const { me, other, id } = withTwo();
    me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
    sync(me, other);
    other.act((labels) => setKeyframe(labels, id, at(0), box(50)));
    sync(me, other);
    me.act((labels) => setKeyframe(labels, id, at(0), box(3)));
    expect(me.hand.undo()?.skipped).toBe(0);
    expect(seen(me, id)).toEqual([[0, 50]]);
    expect(me.hand.undo()?.skipped).toBe(1); // ours of 2 was overwritten long ago
    expect(seen(me, id)).toEqual([[0, 50]]);
  });

  it('[D33] does not do again what somebody has changed since it was taken back', () => {
    const { me, other, id } = withTwo();
    me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
    me.hand.undo();
    sync(me, other);
    other.act((labels) => setKeyframe(labels, id, at(0), box(50)));
    sync(me, other);
    expect(me.hand.redo()?.skipped).toBe(1);
    expect(seen(me, id)).toEqual([[0, 50]]);
  });

  it('[D33] never takes back what another person did, or the same person on another screen', () => {
    const { me, other, id } = withTwo();
    other.act((labels) => setTrackLabel(labels, id, B));
    sync(me, other);
    me.hand.undo();
    expect(me.hand.undo()).toBeUndefined();
    expect(me.reading.find({ kind: 'track', id })).toMatchObject({ label: B, deleted: true });
    expect(other.hand.undo()?.skipped).toBe(0);
  });

  it('[D35] of making a mark flags it, and what others did to it stays', () => {
    const { me, other, id } = withTwo();
    other.act((labels) => setKeyframe(labels, id, at(8), box(80)));
    other.act((labels) => setAttribute(labels, { kind: 'track', id }, 'note', 'theirs'));
    sync(me, other);
    expect(me.hand.undo()?.skipped).toBe(0);
    sync(me, other);
    expect(other.reading.tracks.has(id)).toBe(false);
    me.hand.redo();
    sync(me, other);
    expect(seen(other, id)).toEqual([
      [0, 1],
      [8, 80],
    ]);
    expect(other.reading.tracks.get(id)?.attributes).toEqual({ note: 'theirs' });
  });

  it('[D35] of making a mark that somebody else deleted and restored leaves it', () => {
    const { me, other, id } = withTwo();
    for (const deleted of [true, false])
      other.act((labels) => setDeleted(labels, { kind: 'track', id }, deleted));
    sync(me, other);
    expect(me.hand.undo()?.skipped).toBe(1);
    expect(me.reading.tracks.has(id)).toBe(true);
  });

  it('[D6] on a mark that somebody else deleted is kept for when it comes back', () => {
    const { me, other, id } = withTwo();
    me.act((labels) => setKeyframe(labels, id, at(0), box(2)));
    sync(me, other);
    other.act((labels) => setDeleted(labels, { kind: 'track', id }, true));
    sync(me, other);
    expect(me.hand.undo()?.skipped).toBe(0);
    sync(me, other);
    other.hand.undo();
    expect(seen(other, id)).toEqual([[0, 1]]);
  });

  it('[D33] of a deletion leaves the mark deleted where somebody else has deleted it too', () => {
    const { me, other, id } = withTwo();
    for (const replica of [me, other])
      replica.act((labels) => setDeleted(labels, { kind: 'track', id }, true));
    sync(me, other);
    expect(me.hand.undo()?.skipped).toBe(1); // the other client is the higher one
    expect(me.reading.tracks.has(id)).toBe(false);
  });

  it('[D34] never removes: no key that was there is gone after it', () => {
    const { me, id } = withTrack();
    me.act((labels) => {
      setKeyframe(labels, id, at(3), box(2));
      setAttribute(labels, { kind: 'track', id }, 'key', 5);
    });
    const comment = me.act(() =>
      addComment(me.discussion, { text: 'look', anchor: { kind: 'video' }, parent: null, atMs: 1.7e12 }),
    );
    me.act(() => setResolved(me.discussion, comment, true, 1.7e12));
    const track = me.labels.tracks.get(id) as Y.Map<Y.Map<unknown>>;
    const states = me.discussion.comments.get(comment)?.get('states') as Y.Map<unknown>;
    const [state = ''] = states.keys();
    while (me.hand.undo());
    expect(track.get('kf')?.get('3')).toEqual(new Uint8Array());
    expect(track.get('attr')?.get('key')).toBeNull();
    expect(states.get(state)).toBeNull();
    expect([track.get('deleted'), me.discussion.comments.get(comment)?.get('deleted')]).toEqual([true, true]);
    expect(me.comments.comments.get(comment)).toMatchObject({ resolved: false, history: [], deleted: true });
  });

  it('[D34] of setting a keyframe over a packed one sets the packed one again, and leaves the base alone', () => {
    const me = new Replica();
    const base = [2, 4].map((frame) => ({ frame: at(frame), ...box(frame) }));
    const id = me.act((labels) => addTrack(labels, { label: A, kind: 'box', base }));
    me.act((labels) => setKeyframe(labels, id, at(2), box(77)));
    me.act((labels) => removeKeyframe(labels, id, at(4)));
    expect(seen(me, id)).toEqual([[2, 77]]);
    for (const skipped of [me.hand.undo()?.skipped, me.hand.undo()?.skipped]) expect(skipped).toBe(0);
    expect(me.reading.tracks.get(id)?.keyframes).toEqual(base);
    me.hand.redo();
    me.hand.redo();
    expect(seen(me, id)).toEqual([[2, 77]]);
  });

  it('forgets a mark that a program has taken out of the document', () => {
    const { me } = withTrack();
    const event = me.act((labels) => addEvent(labels, { label: A, frame: at(1) }));
    me.act((labels) => moveEvent(labels, event, at(2)));
    me.labels.events.delete(event);
    expect(me.hand.undo()?.skipped).toBe(1);
    expect(me.reading.events.size).toBe(0);
  });

  it('[D25] is refused when the document has become one of a newer schema', () => {
    const { me, id } = withTrack();
    me.labels.meta.set('schema', 2);
    expect(() => me.hand.undo()).toThrow('read only');
    me.labels.meta.set('schema', 1);
    me.hand.undo();
    me.labels.meta.set('schema', 2);
    expect(() => me.hand.redo()).toThrow('read only');
    expect(me.reading.find({ kind: 'track', id })?.deleted).toBe(true);
  });

  it('works for a talk, which has no schema', () => {
    const me = new Replica();
    const comment = me.act(() =>
      addComment(me.discussion, {
        text: 'look',
        anchor: { kind: 'frame', frame: MAX_FRAME as Frame },
        parent: null,
        atMs: 1.7e12,
      }),
    );
    me.hand.undo();
    expect(me.comments.comments.get(comment)?.deleted).toBe(true);
  });
});
