import { describe, expect, it } from 'vitest';
import type { Frame } from '#lib/model/time.ts';
import { FORCEPS, HandAtWork, POLYP, TwoHands } from '../../../../tests/builders/hand-at-work.ts';
import type { TextStore } from '../clipboard.ts';
import { trackRef } from '../deeds/track.ts';

/** A box that moves from 10 to 50 over frames 0 to 40. */
function moving(hand: HandAtWork) {
  const id = hand.at(0).draw(10, 10, 60, 60);
  hand.at(40).press(35, 35).drag(75, 35).release();
  return id;
}

/** A device's store for texts. */
function device(): TextStore {
  const texts = new Map<string, string>();
  return { get: (name) => texts.get(name), set: (name, text) => texts.set(name, text).size > 0 };
}

function onlySelected(hand: HandAtWork) {
  const [ref, ...others] = hand.editor.selection.refs.value;
  if (ref?.kind !== 'track' || others.length > 0) throw new Error('Not one object is selected.');
  return ref.id;
}

describe('splitting and putting together', () => {
  it('Ctrl+Shift+E splits at the playhead, Ctrl+E merges again; each is one step of undo', () => {
    const hand = new HandAtWork();
    const id = moving(hand);
    const before = hand.transactions;
    hand.at(20).key('Ctrl+Shift+E');
    expect(hand.transactions).toBe(before + 1);
    const second = onlySelected(hand);
    expect([19, 20].map((frame) => hand.boxAt(id, frame)?.x)).toEqual([29, undefined]);
    expect([19, 20, 30].map((frame) => hand.boxAt(second, frame)?.x)).toEqual([undefined, 30, 40]);
    hand.editor.selection.set([trackRef(second), trackRef(id)]);
    hand.key('Ctrl+E');
    expect(hand.transactions).toBe(before + 2);
    expect(hand.tracks.map((track) => track.id)).toEqual([id]);
    expect([0, 19, 20, 30, 40, 60].map((frame) => hand.boxAt(id, frame)?.x)).toEqual([
      10, 29, 30, 40, 50, 50,
    ]);
    hand.key('Ctrl+Z');
    expect(hand.tracks).toHaveLength(2);
    hand.key('Ctrl+Z');
    expect(hand.tracks).toHaveLength(1);
    expect([0, 20, 40].map((frame) => hand.boxAt(id, frame)?.x)).toEqual([10, 30, 50]);
  });

  it('Ctrl+J joins: through the gap between two, and through the gap of one', () => {
    const hand = new HandAtWork();
    const a = hand.at(0).draw(10, 10, 40, 40);
    hand.at(10).key('X');
    const b = hand.at(20).draw(30, 10, 60, 40);
    hand.editor.selection.set([trackRef(b), trackRef(a)]);
    hand.key('Ctrl+J');
    expect(onlySelected(hand)).toBe(a);
    expect(hand.boxAt(a, 15)).toMatchObject({ y: 10 });
    expect(hand.boxAt(a, 10)?.x).toBe(20);
    hand.at(5).key('X');
    hand.at(8).key('A');
    expect(hand.boxAt(a, 6)).toBeUndefined();
    hand.at(6).key('Ctrl+J');
    expect(hand.boxAt(a, 6)).toBeDefined();
    hand.key('Ctrl+J');
    expect(hand.editor.note.value?.tone).toBe('warn');
  });

  it('objects of two kinds of shape are not made one', () => {
    const hand = new HandAtWork();
    const a = hand.draw(10, 10, 40, 40);
    hand.editor.tools.choose('ellipse');
    hand.editor.armed.set(POLYP);
    hand.press(60, 20).drag(80, 40).release();
    const b = onlySelected(hand);
    hand.editor.selection.set([trackRef(a), trackRef(b)]);
    hand.key('Ctrl+E');
    expect(hand.tracks).toHaveLength(2);
    expect(hand.editor.note.value?.text).toBe('Only objects of one kind of shape can be made one.');
  });
});

describe('holding', () => {
  it('Ctrl+U asks how many frames and holds the shape there, Ctrl+Shift+U before', () => {
    const hand = new HandAtWork();
    const id = moving(hand);
    const hold = (key: string, frames: number) => {
      hand.key(key);
      const ask = hand.editor.asks.value;
      if (ask?.kind !== 'hold') throw new Error('It was not asked.');
      ask.choose(frames);
    };
    hand.at(10);
    hold('Ctrl+U', 10);
    expect([5, 10, 15, 20, 30, 40].map((frame) => hand.boxAt(id, frame)?.x)).toEqual([
      15, 20, 20, 20, 35, 50,
    ]);
    hand.at(40);
    hold('Ctrl+Shift+U', 10);
    expect([20, 30, 35, 40].map((frame) => hand.boxAt(id, frame)?.x)).toEqual([20, 50, 50, 50]);
    hand.key('Ctrl+Z');
    hand.key('Ctrl+Z');
    expect([15, 35].map((frame) => hand.boxAt(id, frame)?.x)).toEqual([25, 45]);
  });
});

describe('copying', () => {
  it('Ctrl+C and Ctrl+V put it down at another frame with its motion, Ctrl+Shift+V without', () => {
    const hand = new HandAtWork();
    moving(hand);
    hand.at(20).key('Ctrl+C');
    hand.at(30).key('Ctrl+V');
    const pasted = onlySelected(hand);
    expect([9, 10, 30, 50].map((frame) => hand.boxAt(pasted, frame)?.x)).toEqual([undefined, 10, 30, 50]);
    hand.key('Ctrl+Shift+V');
    const still = onlySelected(hand);
    expect(hand.track(still).keyframes.map(({ frame }) => frame)).toEqual([30]);
    expect(hand.boxAt(still, 60)?.x).toBe(30);
    hand.key('Ctrl+D');
    expect(hand.boxAt(onlySelected(hand), 60)).toMatchObject({ x: 40, y: 20 });
    hand.key('Ctrl+Z');
    hand.key('Ctrl+Z');
    hand.key('Ctrl+Z');
    expect(hand.tracks).toHaveLength(1);
  });

  it('into another video: what fits, and it says what does not', () => {
    const clips = device();
    const from = new HandAtWork({ clips });
    moving(from);
    from.editor.eventLabel.set('clip' as never);
    from.at(90).key('M');
    from.editor.selection.set([
      ...from.tracks.map(({ id }) => trackRef(id)),
      ...from.editor.selection.refs.value,
    ]);
    from.at(0).key('Ctrl+C');
    const to = new HandAtWork({ clips, frames: 30 });
    to.key('Ctrl+V');
    expect(to.boxAt(onlySelected(to), 20)?.x).toBe(10);
    expect(to.editor.note.value?.text).toContain('1 of them have no place here');
    expect(to.editor.reading.events.size).toBe(0);
  });

  it('with nothing copied, or something that is no clip, it says so', () => {
    const clips = device();
    const hand = new HandAtWork({ clips });
    hand.key('Ctrl+V');
    expect(hand.editor.note.value?.tone).toBe('warn');
    clips.set('clip', '{"format":"loupe-clip","frame":0,"tracks":[{}],"segments":[],"events":[]}');
    hand.key('Ctrl+V');
    expect(hand.editor.note.value?.tone).toBe('warn');
    expect(hand.tracks).toEqual([]);
  });

  it('Ctrl+X takes it away, and it can be pasted', () => {
    const hand = new HandAtWork();
    const id = moving(hand);
    hand.at(0).key('Ctrl+X');
    expect(hand.tracks).toEqual([]);
    hand.key('Ctrl+V');
    expect(onlySelected(hand)).not.toBe(id);
    expect(hand.boxAt(onlySelected(hand), 40)?.x).toBe(50);
  });
});

describe('two people at once', () => {
  it('who merge the same objects end with one, and nothing of it is gone', () => {
    const two = new TwoHands();
    const { maya, ito } = two;
    const a = maya.at(0).draw(10, 10, 40, 40);
    maya.at(10).key('X');
    const b = maya.at(20).draw(60, 10, 90, 40);
    two.cut();
    for (const hand of [maya, ito]) {
      hand.editor.selection.set(hand === maya ? [trackRef(a), trackRef(b)] : [trackRef(b), trackRef(a)]);
      hand.key('Ctrl+E');
    }
    two.mend();
    for (const hand of [maya, ito]) {
      expect(hand.tracks.map(({ id }) => id)).toEqual([a]);
      expect([5, 15, 25].map((frame) => hand.boxAt(a, frame)?.x)).toEqual([10, undefined, 60]);
    }
    // Each takes back what is their own, as far as it still stands, and both see the same.
    maya.key('Ctrl+Z');
    ito.key('Ctrl+Z');
    expect(ito.tracks).toEqual(maya.tracks);
    expect(maya.tracks).toHaveLength(2);
  });

  it('one splits while the other moves a later keyframe: the later move is kept', () => {
    const two = new TwoHands();
    const { maya, ito } = two;
    const id = moving(maya);
    two.cut();
    maya.at(20).key('Ctrl+Shift+E');
    const second = onlySelected(maya);
    ito.editor.selection.set([trackRef(id)]);
    ito.at(50).press(75, 35).drag(95, 35).release();
    two.mend();
    expect(ito.tracks).toEqual(maya.tracks);
    expect(maya.boxAt(second, 45)?.x).toBe(50);
    expect(maya.track(id).keyframes.some(({ frame, outside }) => frame === (50 as Frame) && !outside)).toBe(
      true,
    );
  });

  it('labels of many are changed while one of them is moved: both stay', () => {
    const two = new TwoHands();
    const { maya, ito } = two;
    const ids = [maya.draw(10, 10, 60, 60), maya.draw(100, 10, 150, 60)];
    two.cut();
    maya.editor.selection.set(ids.map(trackRef));
    maya.key('2');
    ito.editor.selection.set([trackRef(ids[0]!)]);
    ito.press(35, 35).drag(40, 35).release();
    two.mend();
    for (const hand of [maya, ito]) {
      expect(ids.map((id) => hand.track(id).label)).toEqual([POLYP, POLYP]);
      expect(hand.boxAt(ids[0]!, 0)?.x).toBe(15);
    }
    expect(FORCEPS).not.toBe(POLYP);
  });
});
