import { expect, it } from 'vitest';
import type { Anchor } from '#lib/model/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../../tests/builders/hand-at-work.ts';
import { postComment, resolveComment } from './deeds/comment.ts';
import { pinsAt, pinUnder } from './pins.ts';

const place = (frame: number, x: number, y: number): Anchor => ({
  kind: 'place',
  frame: frame as Frame,
  at: { x, y },
});
const wordsAt = ({ editor }: HandAtWork, frame: number) =>
  pinsAt(editor, frame as Frame).map(({ words }) => words);

it('pins stand at their place for a second around their moment, in plain words, until they are resolved', () => {
  const hand = new HandAtWork();
  const id = postComment(hand.editor, {
    text: `<@${hand.editor.options.me.id}> **look**\nhere, at this long bright line`,
    anchor: place(50, 20, 60),
  });
  expect(wordsAt(hand, 50)).toEqual(['@Maya look here, at thi…']);
  expect([25, 75].map((frame) => wordsAt(hand, frame).length)).toEqual([1, 1]);
  expect([24, 76].map((frame) => wordsAt(hand, frame).length)).toEqual([0, 0]);
  hand.editor.scene.setAllHidden(true);
  expect(wordsAt(hand, 50)).toEqual([]);
  hand.editor.scene.setAllHidden(false);
  resolveComment(hand.editor, id!, true);
  expect(wordsAt(hand, 50)).toEqual([]);
});

it('of an object they stand at its corner, go with it, and are gone where it is', () => {
  const hand = new HandAtWork().at(10);
  const id = hand.draw(20, 40, 60, 80);
  const ref = { kind: 'track', id } as const;
  postComment(hand.editor, { text: 'This one?', anchor: { kind: 'annotation', frame: 10 as Frame, ref } });
  hand.at(20).press(40, 60).drag(60, 60).release();
  expect(pinsAt(hand.editor, 10 as Frame)[0]?.at).toEqual({ x: 60, y: 40 });
  expect(pinsAt(hand.editor, 20 as Frame)[0]?.at).toEqual({ x: 80, y: 40 });
  hand.at(25).key('X');
  expect(wordsAt(hand, 26)).toEqual([]);
  hand.editor.scene.setHidden([ref], true);
  expect(wordsAt(hand, 10)).toEqual([]);
});

it.each(['select', 'comment'] as const)('a click of the %s tool on a pin reads what it says', (tool) => {
  const hand = new HandAtWork();
  const id = postComment(hand.editor, { text: 'Look', anchor: place(50, 100, 60) });
  hand.at(40).editor.tools.choose(tool);
  hand.move(120, 38);
  expect(pinUnder(hand.editor, { x: 120, y: 38 } as never)?.comment.id).toBe(id);
  expect(hand.editor.tools.cursor.value).toBe('pointer');
  hand.click(120, 38);
  expect(hand.editor.thread.value).toEqual({ id, frame: 50 });
  expect(hand.editor.playhead.target.value).toBe(50);
  expect(hand.editor.asks.value).toBe(null);
  hand.click(30, 90);
  expect(hand.editor.asks.value?.kind).toBe(tool === 'comment' ? 'comment' : undefined);
});
