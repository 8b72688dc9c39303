import { describe, expect, it } from 'vitest';
import { linesIn, linesText, MAX_LINE_POINTS, MAX_LINES } from './drawn-line.ts';

describe('lines in a text', () => {
  it('come back as they were written', () => {
    const lines = [
      [1, 2, 30, -40],
      [5, 6, 7, 8, 9, 10],
    ];
    expect(linesText(lines)).toBe('1 2 30 -40;5 6 7 8 9 10');
    expect(linesIn(linesText(lines))).toEqual(lines);
  });

  it.each([
    '',
    '1 2',
    '1 2 3',
    '1 2 3 4.5',
    '1 2 3 04',
    '1 2 3 4;',
    '1 2 3 1e3',
    '1  2 3 4',
    '1 2 3 99999999999',
    '1 2 3 NaN',
    Array(MAX_LINES + 1)
      .fill('1 2 3 4')
      .join(';'),
    Array(2 * MAX_LINE_POINTS + 2)
      .fill('1')
      .join(' '),
    '1 '.repeat(1_000_000),
    7,
    null,
    [[1, 2, 3, 4]],
  ])('are none in %j', (text) => {
    expect(linesIn(text)).toBeUndefined();
  });
});
