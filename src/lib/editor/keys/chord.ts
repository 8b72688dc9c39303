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

/** `$mod+Shift+Z` → `$mod`, `Shift`, `Z`; a plus at the end is the sign itself. */
function partsOf(keys: string): string[] {
  if (keys === '+') return ['+'];
  return keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
}

/** The chord a keys entry of a command stands for; `$mod+Shift+Z` → `mod+shift+z`. */
export function chordsOf(keys: string): string[] {
  const parts = partsOf(keys);
  const key = parts.at(-1) ?? '';
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return [chord(has('$mod'), has('Alt'), has('Shift'), key)];
}

/** Whether a chord writes a character where text is typed: these are what speech input and stray hands set off. */
export function isCharacter(chord: string): boolean {
  const key = /^(?:shift\+)?(.+)$/.exec(chord)?.[1] ?? '';
  return (
    /^.$/u.test(key) ||
    /^(digit\d|numpad\w+|bracket(left|right)|comma|period|semicolon|quote|slash|minus|equal)$/.test(key) ||
    /^(backquote|backslash|intl\w+)$/.test(key)
  );
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
  // Ф is on the key that is A elsewhere, and on a Mac Alt+V writes √: our letters are found by their places there.
  const latin = /^Key([A-Z])$/.exec(code)?.[1];
  if (latin && (alt || (isLetter && !isLatin(key)))) found.push(chord(mod, alt, shift, latin));
  found.push(chord(mod, alt, shift, code));
  return found;
}

/** Presses that name no key: modifiers, and a letter that is still being put together. */
const NO_KEYS = [
  'Shift',
  'Control',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'OS',
  'Dead',
  'Process',
  'Unidentified',
];

/** A press as a keys entry of a command: `$mod+Shift+Z`, `[`, `Digit1`; undefined while only modifiers are down. */
export function keysOfInput(input: KeyInput): string | undefined {
  const { key, shift, ctrl, alt, meta } = input;
  if (NO_KEYS.includes(key)) return undefined;
  const { name, isSign } = nameOf(input);
  const held = [
    ['$mod', (ctrl || meta) && !(isSign && ctrl && alt)],
    ['Alt', alt && !(isSign && ctrl)],
    ['Shift', shift && !isSign],
  ] as const;
  return name === ''
    ? undefined
    : [...held.filter(([, down]) => down).map(([modifier]) => modifier), name].join('+');
}

/** What a pressed key is called without its modifiers; a sign is written by them, and does without. */
function nameOf({ key, code, ctrl, alt }: KeyInput): { readonly name: string; readonly isSign: boolean } {
  const altGr = ctrl && alt;
  const isLetter = /^\p{L}$/u.test(key);
  const latin = /^Key([A-Z])$/.exec(code)?.[1];
  // On a Mac, Alt+V writes √: the letter is meant.
  if (latin && !altGr && (alt || (isLetter && !isLatin(key)))) return { name: latin, isSign: false };
  if (isLetter) return { name: key.toUpperCase(), isSign: false };
  // Shift+1 is the digit's key, whatever it writes; with AltGr a digit's key writes a sign that is meant.
  const isOnDigit = /^(Digit|Numpad)\d/.test(code) && !altGr;
  const isSign = key.length === 1 && !/[0-9 ]/.test(key) && !isOnDigit;
  return { name: isSign ? key : code, isSign };
}

function isLatin(letter: string): boolean {
  return /^\p{Script=Latin}$/u.test(letter);
}

const SHOWN: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
};

/** How a keys entry is written for people: `Ctrl+Shift+Z`, `1`. */
export function showKeys(keys: string, mac = false): string {
  return partsOf(keys)
    .map((part) =>
      mac && part === '$mod'
        ? '⌘'
        : (SHOWN[part] ?? part.replace(/^(Digit|Key)/, '').replace(/^Numpad/, 'Num ')),
    )
    .map((part) => (/^[a-z]$/.test(part) ? part.toUpperCase() : part))
    .join('+');
}
