import { expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import { HandAtWork, POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { postComment } from '../deeds/comment.ts';

it('arrows, commas, Home and End move by frames, within the video', () => {
  const hand = new HandAtWork();
  const at = (key: string) => {
    hand.key(key);
    return hand.editor.playhead.shown.value;
  };
  expect(
    ['ArrowRight', '.', 'Shift+ArrowRight', 'ArrowLeft', ',', 'Shift+ArrowLeft', 'ArrowLeft'].map(at),
  ).toEqual([1, 2, 12, 11, 10, 0, 0]);
  expect([at('End'), at('Home')]).toEqual([99, 0]);
});

it('a held key runs ahead of pictures that come late', () => {
  const hand = new HandAtWork();
  hand.player.slow = true;
  for (let press = 0; press < 5; press++) hand.key('ArrowRight');
  expect(hand.editor.playhead.target.value).toBe(5);
  expect(hand.editor.playhead.shown.value).toBe(0);
  hand.player.arrive();
  expect(hand.editor.playhead.shown.value).toBe(5);
});

it('up and down go between keyframes and edges: of the selection, else of everything', () => {
  const hand = new HandAtWork();
  const id = hand.draw(10, 10, 50, 50);
  hand.at(20).key('A');
  hand.at(60).key('M');
  hand.editor.selection.set([{ kind: 'track', id }]);
  const at = (key: string) => {
    hand.key(key);
    return hand.editor.playhead.shown.value;
  };
  expect([at('ArrowUp'), at('ArrowUp'), at('ArrowUp')]).toEqual([20, 0, 0]);
  hand.editor.selection.clear();
  expect([at('ArrowDown'), at('ArrowDown'), at('ArrowDown')]).toEqual([20, 60, 60]);
});

it('Shift with up and down goes round the objects of this frame, by label and number', () => {
  const hand = new HandAtWork();
  const polyp = hand.draw(60, 60, 80, 80, POLYP);
  const forceps = hand.draw(10, 10, 50, 50);
  hand.editor.selection.clear();
  const selected = (key: string) => {
    hand.key(key);
    return hand.editor.selection.first?.id;
  };
  const down = ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'].map(selected);
  expect(down).toEqual([forceps, polyp, forceps]);
  expect(selected('Shift+ArrowUp')).toBe(polyp);
});

it('with an event selected it goes round the events, and to their frames', () => {
  const hand = new HandAtWork();
  hand.at(70).key('M');
  hand.at(30).key('M');
  hand.key('Shift+ArrowDown');
  expect(hand.editor.playhead.shown.value).toBe(70);
});

it('Shift with comma and point goes to open comments, wherever the keyboard has them', () => {
  const hand = new HandAtWork();
  postComment(hand.editor, { text: 'Look', anchor: { kind: 'frame', frame: 42 as never } });
  const german = {
    key: ':',
    code: 'Period',
    shift: true,
    ctrl: false,
    alt: false,
    meta: false,
    repeat: false,
  };
  expect(hand.editor.commands.key(german)).toBe(true);
  expect(hand.editor.playhead.shown.value).toBe(42);
});

it('G asks where to go', () => {
  const hand = new HandAtWork();
  hand.key('G');
  expect(hand.editor.asks.value).toEqual({ kind: 'go-to' });
});

it('an unknown label is no reason to fail', () => {
  const hand = new HandAtWork();
  const id = hand.draw(10, 10, 50, 50, 'gone' as LabelId);
  expect(hand.editor.captionOf({ kind: 'track', id })).toBe('Unknown label 1');
  hand.key('Shift+ArrowDown');
  expect(hand.editor.selection.first?.id).toBe(id);
});
