/**
 * From a key press to the names it may have in the table of commands. Letters and signs match what the key writes
 * (`key`), digits and named keys its place (`code`), so that AZERTY and German keyboards work.
 */

/** What the DOM says of a key press. */
export type KeyInput = {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly repeat: boolean;
};

/** Modifiers in one order, letters small: `mod+shift+z`. */
function chord(mod: boolean, alt: boolean, shift: boolean, key: string): string {
  return `${mod ? 'mod+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${key.toLowerCase()}`;
}

/** The chord a keys entry of a command stands for; `$mod+Shift+Z` → `mod+shift+z`. */
export function chordsOf(keys: string): string[] {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return [chord(has('$mod'), has('Alt'), has('Shift'), key)];
}

/** The chords a press may stand for, the most literal first. */
export function chordsOfInput({ key, code, shift, ctrl, alt, meta }: KeyInput): string[] {
  const mod = ctrl || meta;
  const isLetter = /^\p{L}$/u.test(key);
  const isSign = key.length === 1 && !isLetter && !/[0-9 ]/.test(key);
  const found: string[] = [];
  if (isSign) {
    // A sign may need Shift or AltGr (seen as Ctrl+Alt) on this keyboard, and is the same sign.
    const altGr = ctrl && alt;
    found.push(chord(mod && !altGr, alt && !altGr, false, key));
  } else if (isLetter) found.push(chord(mod, alt, shift, key));
  found.push(chord(mod, alt, shift, code));
  return found;
}

const SHOWN: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
};

/** How a keys entry is written for people: `Ctrl+Shift+Z`, `1`. */
export function showKeys(keys: string, mac = false): string {
  if (keys === '+') return keys;
  return keys
    .split('+')
    .map((part) => (mac && part === '$mod' ? '⌘' : (SHOWN[part] ?? part.replace(/^(Digit|Key)/, ''))))
    .map((part) => (/^[a-z]$/.test(part) ? part.toUpperCase() : part))
    .join('+');
}
