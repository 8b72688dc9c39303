import { expect, it } from 'vitest';
import { USUAL_KEYS } from '#lib/model/key-choice.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';

it('hints name the keys that a person has, and none where there is none', () => {
  const hand = new HandAtWork();
  const { commands, tools } = hand.editor;
  hand.key('P');
  hand.move(20, 20);
  expect(tools.hint.value).toMatch(/; Enter puts one in the middle; Esc leaves the tool\.$/);
  commands.choose({ ...USUAL_KEYS, own: [{ command: 'objects.drop', keys: ['F9'] }] });
  expect(tools.hint.value).toMatch(/; F9 puts one in the middle; Esc leaves the tool\.$/);
  commands.choose({ ...USUAL_KEYS, own: [{ command: 'objects.drop', keys: [] }] });
  expect(tools.hint.value).toMatch(/freehand; Esc leaves the tool\.$/);
  hand.click(10, 10).click(40, 10);
  expect(tools.hint.value).toBe(
    'Enter or a double click ends it; Backspace takes the last point back; Esc gives up.',
  );
});
