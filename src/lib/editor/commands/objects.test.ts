import { describe, expect, it } from 'vitest';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork, POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { endTrackAt } from '../deeds/track.ts';

describe('keyframes', () => {
  it('A sets one with what is seen, Shift+A removes it', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.at(40).press(30, 30).drag(50, 30).release();
    hand.at(20).key('A');
    expect(hand.track(id).keyframes.map(({ frame }) => frame)).toEqual([0, 20, 40]);
    expect(hand.boxAt(id, 20)).toMatchObject({ x: 20 });
    hand.key('Shift+A');
    expect(hand.track(id).keyframes.map(({ frame }) => frame)).toEqual([0, 40]);
    hand.at(21).key('Shift+A');
    expect(hand.editor.note.value).toEqual({ text: 'There is no keyframe on this frame.', tone: 'warn' });
  });

  it('removing the last one removes the object', () => {
    const hand = new HandAtWork();
    hand.draw(10, 10, 50, 50);
    hand.key('Shift+A');
    expect(hand.tracks).toEqual([]);
    expect(hand.editor.note.value).toMatchObject({ undo: true });
  });

  it('X ends the object here and brings it back', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.at(30).key('X');
    expect([29, 30, 60].map((frame) => hand.boxAt(id, frame) !== undefined)).toEqual([true, false, false]);
    hand.at(60).key('X');
    expect([30, 60].map((frame) => hand.boxAt(id, frame) !== undefined)).toEqual([false, true]);
  });

  it('Q covers and uncovers', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.at(5).key('Q');
    hand.at(9).key('Q');
    expect(hand.track(id).keyframes.map(({ frame, occluded }) => [frame, occluded])).toEqual([
      [0, false],
      [5, true],
      [9, false],
    ]);
  });
});

describe('moving without a pointer', () => {
  it('Ctrl+Shift+arrows move by a pixel, Alt+Shift+arrows size', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    for (const key of [
      'Ctrl+Shift+ArrowRight',
      'Ctrl+Shift+ArrowDown',
      'Alt+Shift+ArrowRight',
      'Alt+Shift+ArrowUp',
    ]) {
      expect(hand.key(key)).toBe(true);
    }
    expect(hand.boxAt(id, 0)).toMatchObject({ x: 11, y: 11, w: 41, h: 39 });
    expect(hand.editor.playhead.shown.value).toBe(0);
  });
});

describe('deleting', () => {
  it('asks what to delete of one object', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.key('Delete');
    expect(hand.editor.asks.value).toEqual({ kind: 'delete', ref: { kind: 'track', id } });
    expect(hand.tracks).toHaveLength(1);
  });

  it('ends it here for good: later keyframes go, in one transaction', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.at(60).key('A');
    const before = hand.transactions;
    endTrackAt(hand.editor, hand.track(id), 30 as Frame);
    expect(hand.transactions).toBe(before + 1);
    expect([29, 30, 60].map((frame) => hand.boxAt(id, frame) !== undefined)).toEqual([true, false, false]);
    endTrackAt(hand.editor, hand.track(id), 0 as Frame);
    expect(hand.tracks).toEqual([]);
  });

  it('Shift+Del removes the whole selection, and one undo brings it back', () => {
    const hand = new HandAtWork();
    hand.draw(10, 10, 50, 50);
    hand.draw(60, 60, 80, 80);
    hand.at(7).key('M');
    hand.editor.selection.set([
      ...hand.tracks.map(({ id }) => ({ kind: 'track', id }) as const),
      ...hand.editor.selection.refs.value,
    ]);
    hand.key('Shift+Delete');
    expect(hand.tracks).toEqual([]);
    expect(hand.editor.reading.events.size).toBe(0);
    hand.key('Ctrl+Z');
    expect(hand.tracks).toHaveLength(2);
    expect(hand.editor.selection.refs.value).toHaveLength(3);
  });

  it('takes a segment, an event or a boundary whole', () => {
    const hand = new HandAtWork();
    hand.at(10).key('I');
    hand.at(20).key('Enter');
    expect(hand.editor.reading.boundaries.size).toBe(2);
    hand.key('Delete');
    expect(hand.editor.reading.boundaries.size).toBe(1);
  });
});

describe('labels', () => {
  it('digits arm a label, and give it to a selection', () => {
    const hand = new HandAtWork();
    hand.key('2');
    expect(hand.editor.armed.value).toBe(POLYP);
    hand.key('2');
    expect(hand.editor.armed.value).toBeNull();
    const id = hand.draw(10, 10, 50, 50);
    hand.key('2');
    expect(hand.track(id).label).toBe(POLYP);
    expect(hand.editor.note.value?.text).toBe('Label Forceps 1 as Polyp');
  });

  it('match the place of the digit, not what it writes', () => {
    const hand = new HandAtWork();
    const french = {
      key: 'é',
      code: 'Digit2',
      shift: false,
      ctrl: false,
      alt: false,
      meta: false,
      repeat: false,
    };
    expect(hand.editor.commands.key(french)).toBe(true);
    expect(hand.editor.armed.value).toBe(POLYP);
  });

  it('with the box tool in hand they arm, though something is selected', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.key('B');
    hand.key('2');
    expect(hand.editor.armed.value).toBe(POLYP);
    expect(hand.track(id).label).toBe('forceps');
  });

  it('number marks of one label by where they begin', () => {
    const hand = new HandAtWork();
    const later = hand.at(50).draw(10, 10, 50, 50);
    const sooner = hand.at(5).draw(60, 60, 80, 80);
    expect(hand.editor.captionOf({ kind: 'track', id: sooner })).toBe('Forceps 1');
    expect(hand.editor.captionOf({ kind: 'track', id: later })).toBe('Forceps 2');
  });
});
