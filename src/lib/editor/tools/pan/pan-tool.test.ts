import { expect, it } from 'vitest';
import { HandAtWork } from '../../../../../tests/builders/hand-at-work.ts';

it('the pan tool moves the picture under the pointer', () => {
  const hand = new HandAtWork();
  hand.editor.tools.choose('pan');
  hand.press(100, 50).drag(120, 40).release();
  expect(hand.editor.viewport.state.value).toEqual({ scale: 1, x: 20, y: -10 });
});

it('the middle button pans under any tool, and draws nothing', () => {
  const hand = new HandAtWork();
  hand.key('B');
  hand.press(100, 50, { button: 1 }).drag(90, 70, { button: 1 });
  expect(hand.editor.tools.cursor.value).toBe('grabbing');
  hand.release({ button: 1 });
  expect(hand.editor.viewport.state.value).toEqual({ scale: 1, x: -10, y: 20 });
  expect(hand.editor.tools.busy).toBe(false);
});
