import { describe, expect, it } from 'vitest';
import { addComment } from '#lib/doc/edit/comment.ts';
import { HandAtWork, TwoHands } from '../../../../tests/builders/hand-at-work.ts';

describe('undo', () => {
  it('takes back one gesture, names it, goes to its frame and selects its object', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.at(25).press(30, 30).drag(60, 30).release();
    hand.at(80);
    hand.editor.selection.clear();
    hand.key('Ctrl+Z');
    expect(hand.editor.note.value).toEqual({ text: 'Undid: move Forceps 1 at 00:01.000', tone: 'info' });
    expect(hand.editor.playhead.shown.value).toBe(25);
    expect(hand.editor.selection.refs.value).toEqual([{ kind: 'track', id }]);
    expect(hand.track(id).keyframes).toHaveLength(1);
    hand.key('Ctrl+Shift+Z');
    expect(hand.boxAt(id, 25)).toMatchObject({ x: 40 });
    hand.key('Ctrl+Z');
    hand.key('Ctrl+Z');
    expect(hand.tracks).toEqual([]);
    hand.key('Ctrl+Z');
    expect(hand.editor.note.value?.text).toBe('Nothing of yours to undo.');
    hand.key('Ctrl+Y');
    expect(hand.tracks).toHaveLength(1);
  });

  it('says beforehand what it would take back, and do again', () => {
    const hand = new HandAtWork();
    const { history } = hand.editor;
    const next = () => [history.nextUndo.value, history.nextRedo.value];
    expect(next()).toEqual([null, null]);
    const id = hand.draw(10, 10, 50, 50);
    const drawn = history.nextUndo.value;
    expect(drawn).toMatch(/Forceps/);
    hand.at(25).press(30, 30).drag(60, 30).release();
    expect(next()).toEqual(['move Forceps 1', null]);
    hand.editor.talk.transact({ caption: 'comment', frame: null, refs: [] }, () =>
      addComment(hand.editor.options.discussion, {
        text: 'Is it?',
        anchor: { kind: 'video' },
        parent: null,
        atMs: 1.7e12,
      }),
    );
    expect(next()).toEqual(['comment', null]);
    hand.at(30).press(60, 30).drag(70, 30).release();
    expect(next()).toEqual(['move Forceps 1', null]);
    hand.key('Ctrl+Z');
    expect(next()).toEqual(['comment', 'move Forceps 1']);
    hand.key('Ctrl+Z');
    expect(next()).toEqual(['move Forceps 1', 'comment']);
    hand.key('Ctrl+Z');
    expect(next()).toEqual([drawn, 'move Forceps 1']);
    expect(hand.track(id).keyframes).toHaveLength(1);
  });

  it('takes back mine and never yours', () => {
    const { maya, ito } = new TwoHands();
    const id = maya.draw(10, 10, 50, 50);
    maya.at(20).press(30, 30).drag(40, 30).release();
    ito.at(40).press(30, 30).drag(30, 50).release();
    ito.draw(100, 10, 140, 50);
    maya.key('Ctrl+Z');
    expect(ito.track(id).keyframes.map(({ frame }) => frame)).toEqual([0, 40]);
    expect(ito.tracks).toHaveLength(2);
  });

  it('leaves what somebody else has set since, and says so', () => {
    const { maya, ito } = new TwoHands();
    const id = maya.draw(10, 10, 50, 50);
    maya.at(20).press(30, 30).drag(40, 30).release();
    ito.at(20).press(30, 30).drag(70, 30).release();
    maya.key('Ctrl+Z');
    expect(maya.boxAt(id, 20)).toMatchObject({ x: 60 });
    expect(maya.editor.note.value).toMatchObject({ tone: 'warn' });
    expect(maya.editor.note.value?.text).toContain('somebody else');
  });

  it('a new deed ends what could be done again', () => {
    const hand = new HandAtWork();
    hand.draw(10, 10, 50, 50);
    hand.key('Ctrl+Z');
    hand.draw(60, 60, 90, 90);
    hand.key('Ctrl+Y');
    expect(hand.tracks).toHaveLength(1);
  });
});

it('in a document of a newer version nothing is edited, and it is said why', () => {
  const hand = new HandAtWork();
  const id = hand.draw(10, 10, 50, 50);
  hand.labels.getMap('meta').set('schema', 99);
  hand.editor.selection.set([{ kind: 'track', id }]);
  hand.key('Shift+Delete');
  expect(hand.tracks).toHaveLength(1);
  hand.key('M');
  expect(hand.editor.reading.events.size).toBe(0);
  expect(hand.editor.note.value).toMatchObject({
    tone: 'warn',
    text: expect.stringMatching(/newer version of Loupe/),
  });
});
