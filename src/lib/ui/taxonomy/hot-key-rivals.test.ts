import { expect, it } from 'vitest';
import { rivalText } from './hot-key-rivals.ts';

it('a label’s key names the commands that have it, and with which keys', () => {
  expect(rivalText('Alt+Digit1')).toBeUndefined();
  expect(rivalText('G')).toBe(
    'Is the key of “Go to a frame or time” (keys: Loupe, Like CVAT, Like Premiere). Who works with these keys does not get the label by it.',
  );
  expect(rivalText('Alt+K')).toContain('(keys: Like CVAT)');
  expect(rivalText('$mod+W')).toBe('The browser keeps this key to itself. The label does not get it.');
});
