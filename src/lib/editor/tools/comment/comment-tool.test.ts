import { expect, it } from 'vitest';
import { HandAtWork } from '../../../../../tests/builders/hand-at-work.ts';
import { postComment, resolveComment, retractComment } from '../../deeds/comment.ts';

it('a click of the comment tool asks for words about that place on that frame', () => {
  const hand = new HandAtWork().at(30);
  hand.key('Shift+C');
  hand.click(20, 40);
  expect(hand.editor.asks.value).toEqual({
    kind: 'comment',
    anchor: { kind: 'place', frame: 30, at: { x: 20, y: 40 } },
  });
  hand.editor.answered();
  expect(hand.editor.tools.active.value).toBe('select');
});

it('C stops the video and asks about the range, else the selection, else the frame; a click pins it', () => {
  const hand = new HandAtWork().at(30);
  hand.editor.playhead.play();
  hand.key('C');
  expect(hand.editor.playhead.playing.value).toBe(false);
  expect(hand.editor.asks.value).toMatchObject({ anchor: { kind: 'frame', frame: 30 } });
  hand.click(5, 6);
  expect(hand.editor.asks.value).toMatchObject({ anchor: { kind: 'place', at: { x: 5, y: 6 } } });
  hand.editor.answered();
  const id = hand.draw(10, 10, 50, 50);
  hand.key('C');
  expect(hand.editor.asks.value).toMatchObject({
    anchor: { kind: 'annotation', ref: { kind: 'track', id } },
  });
  hand.editor.answered();
  hand.key('I');
  hand.at(39).key('O');
  hand.key('C');
  expect(hand.editor.asks.value).toMatchObject({ anchor: { kind: 'range', start: 30, end: 40 } });
});

it('comments are written, answered, settled, taken back, and undone', () => {
  const hand = new HandAtWork();
  const { editor } = hand;
  const id = postComment(editor, { text: '  Is this the line? ', anchor: { kind: 'video' } });
  if (!id) throw new Error('The comment should be there.');
  expect(editor.comments.comments.get(id)).toMatchObject({
    text: 'Is this the line?',
    resolved: false,
    atMs: hand.nowMs,
  });
  postComment(editor, { text: 'Yes', anchor: { kind: 'video' }, parent: id });
  resolveComment(editor, id, true);
  expect(editor.comments.comments.get(id)?.resolved).toBe(true);
  retractComment(editor, id);
  expect(editor.comments.comments.get(id)?.deleted ?? true).toBe(true);
  hand.key('Ctrl+Z');
  expect(editor.comments.comments.get(id)?.deleted).toBe(false);
  expect(postComment(editor, { text: '   ', anchor: { kind: 'video' } })).toBeUndefined();
});

it('one who may not comment is told so', () => {
  const hand = new HandAtWork({ role: 'viewer' });
  expect(postComment(hand.editor, { text: 'Hello', anchor: { kind: 'video' } })).toBeUndefined();
  expect(hand.editor.note.value).toMatchObject({ tone: 'warn' });
});
