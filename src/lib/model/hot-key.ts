/** A key of the keyboard that stands for a label, written as commands write theirs: `R`, `Alt+Digit1`, `$mod+Shift+G`. */
import { MAX_KEYS_TEXT } from './key-choice.ts';

/** A letter or a sign, or the name that browsers give a key: `Digit1`, `ArrowUp`. */
const FORM = /^(?:\$mod\+)?(?:Alt\+)?(?:Shift\+)?(?:[^\s\p{C}\d]|[A-Za-z][A-Za-z0-9]*)$/u;

export function isHotKey(keys: string): boolean {
  return keys.length <= MAX_KEYS_TEXT && FORM.test(keys);
}
