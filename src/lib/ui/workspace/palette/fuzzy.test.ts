import { describe, expect, it } from 'vitest';
import { prepare, scoreOf, wordsOf } from './fuzzy.ts';

const ranked = (typed: string, texts: readonly string[]) =>
  texts
    .map((text) => ({ text, score: scoreOf(prepare(text), wordsOf(typed)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

describe('finding by what was typed', () => {
  it('a whole word comes before a beginning, that before an inside, that before scattered letters', () => {
    expect(ranked('line', ['Polyline', 'Lining up', 'Draw lines', 'Pleural line 2', 'l.i.n.e'])).toEqual([
      'Pleural line 2',
      'Draw lines',
      'Polyline',
      'l.i.n.e',
    ]);
  });

  it('every word must be found, in any order', () => {
    expect(ranked('2 pleu', ['Pleural line 1', 'Pleural line 2', 'B-line 2'])).toEqual(['Pleural line 2']);
  });

  it('a shorter text that fits as well comes first', () => {
    expect(ranked('undo', ['Undo what I did last, on this video', 'Undo'])).toEqual([
      'Undo',
      'Undo what I did last, on this video',
    ]);
  });

  it('letters are found without their marks, and whatever their size', () => {
    expect(ranked('EPIGLOTTE', ['Épiglotte 1'])).toEqual(['Épiglotte 1']);
    expect(ranked('fit pic', ['Fit the picture, or show it at 100 %'])).toHaveLength(1);
    expect(ranked('zq', ['Fit the picture'])).toEqual([]);
  });
});
