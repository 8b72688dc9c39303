import { expect, it } from 'vitest';
import { checkKeyChoice, USUAL_KEYS } from './key-choice.ts';

const own = [{ command: 'moving.first', keys: ['M', 'Home'] }];

it('takes a choice of keys as it was written, also of commands that are not known here', () => {
  expect(checkKeyChoice(JSON.parse(JSON.stringify({ ...USUAL_KEYS, own })))).toEqual({ ...USUAL_KEYS, own });
  const other = [{ command: 'later.command', keys: [] }];
  expect(checkKeyChoice({ ...USUAL_KEYS, own: other })?.own).toEqual(other);
});

it.each([
  null,
  'keys',
  {},
  { ...USUAL_KEYS, preset: 'vim' },
  { ...USUAL_KEYS, singleKeys: 1 },
  { ...USUAL_KEYS, own: {} },
  { ...USUAL_KEYS, own: [null] },
  { ...USUAL_KEYS, own: [{ command: '__proto__', keys: [] }] },
  { ...USUAL_KEYS, own: [{ command: 'moving.first', keys: [1] }] },
  { ...USUAL_KEYS, own: [{ command: 'moving.first', keys: ['x'.repeat(41)] }] },
  { ...USUAL_KEYS, own: [{ command: 'moving.first', keys: ['1', '2', '3', '4', '5', '6', '7'] }] },
  { ...USUAL_KEYS, own: [...own, ...own] },
  { ...USUAL_KEYS, own: Array.from({ length: 501 }, (_, n) => ({ command: `a.c${n}`, keys: [] })) },
])('is not led on by %j', (value) => {
  expect(checkKeyChoice(value)).toBeUndefined();
});
