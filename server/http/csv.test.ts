import { expect, it } from 'vitest';
import { csvRow } from './csv.ts';

it('quotes what needs it, and disarms what a spreadsheet would run', () => {
  expect(csvRow([-3, 'a,b', 'say "so"', 'two\nlines', '=1+1', '@x', ''])).toBe(
    `-3,"a,b","say ""so""","two\nlines",'=1+1,'@x,\r\n`,
  );
});
