import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { postComment } from '../../deeds/comment.ts';
import { HandAtWork } from '../../../../../tests/builders/hand-at-work.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a line of the pen is seen while it is drawn, fades after seconds, and is in no document', () => {
  const hand = new HandAtWork().at(30);
  const { editor } = hand;
  const before = editor.changed.value;
  hand.key('Shift+W');
  hand.press(20, 20).drag(80, 60).release();
  const [line] = editor.sketches.mine.value;
  expect(line).toMatchObject({ frame: 30, fades: false });
  expect(line?.points.slice(0, 2)).toEqual([20, 20]);
  expect(line?.points.slice(-2)).toEqual([80, 60]);
  vi.advanceTimersByTime(7000);
  expect(editor.sketches.mine.value[0]?.fades).toBe(true);
  vi.advanceTimersByTime(1500);
  expect(editor.sketches.mine.value).toEqual([]);
  expect(editor.changed.value).toBe(before);
});

it('at most six lines are shown, the newest', () => {
  const hand = new HandAtWork();
  hand.key('Shift+W');
  for (let n = 0; n < 9; n++)
    hand
      .press(10, 10 + n)
      .drag(60, 10 + n)
      .release();
  expect(hand.editor.sketches.mine.value.map(({ id }) => id)).toEqual(['4', '5', '6', '7', '8', '9']);
});

it('the light of the laser lasts as long as its key is held, or until the window is left', () => {
  const { editor } = new HandAtWork();
  const press = { key: 'G', code: 'KeyG', shift: true, ctrl: false, alt: false, meta: false, repeat: false };
  editor.commands.key(press);
  editor.commands.key({ ...press, repeat: true });
  expect(editor.laser.value).toBe(true);
  editor.commands.release('KeyK');
  expect(editor.laser.value).toBe(true);
  editor.commands.release('KeyG');
  expect(editor.laser.value).toBe(false);
  editor.commands.key(press);
  editor.commands.release();
  expect(editor.laser.value).toBe(false);
});

it('a comment begun while a line is seen keeps it, and the line is then the comment’s', () => {
  const hand = new HandAtWork().at(30);
  const { editor } = hand;
  hand.key('Shift+W');
  hand.press(20, 20).drag(80, 60).release();
  hand.key('C');
  const ask = editor.asks.value;
  if (ask?.kind !== 'comment') throw new Error('A comment should be asked for.');
  expect(ask.anchor).toMatchObject({ kind: 'drawing', frame: 30 });
  vi.advanceTimersByTime(20_000);
  const id = postComment(editor, { text: 'This edge', anchor: ask.anchor });
  expect(editor.comments.comments.get(id!)?.anchor).toEqual(ask.anchor);
  expect(editor.sketches.mine.value).toEqual([]);
});
