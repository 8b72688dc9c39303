/**
 * How well what was typed fits a text. Every word must be found: whole, at the beginning of a word, somewhere inside, or
 * else letter by letter in order. A text is prepared once and asked with every letter typed.
 */

export type Prepared = { readonly text: string; readonly words: readonly string[] };

const WHOLE = 100;
const BEGINS = 60;
const WORD_BEGINS = 45;
const INSIDE = 20;
const SCATTERED = 6;
/** A text that says little else is meant sooner. */
const PER_LETTER = 0.05;

export function prepare(text: string): Prepared {
  const plain = fold(text);
  return { text: plain, words: plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean) };
}

/** The words of what was typed. */
export function wordsOf(typed: string): readonly string[] {
  return fold(typed).split(/\s+/).filter(Boolean);
}

/** More is better; 0 where it does not fit. */
export function scoreOf({ text, words }: Prepared, typed: readonly string[]): number {
  let sum = 0;
  for (const word of typed) {
    const score = scoreOfWord(text, words, word);
    if (score === 0) return 0;
    sum += score;
  }
  return Math.max(sum / Math.max(1, typed.length) - text.length * PER_LETTER, 0.01);
}

function scoreOfWord(text: string, words: readonly string[], word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return word.length > 1 && isScattered(text, word) ? SCATTERED : 0;
  if (words.includes(word)) return WHOLE;
  if (at === 0) return BEGINS;
  return words.some((one) => one.startsWith(word)) ? WORD_BEGINS : INSIDE;
}

function isScattered(text: string, word: string): boolean {
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Small letters without their marks: `é` is found by `e`. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
