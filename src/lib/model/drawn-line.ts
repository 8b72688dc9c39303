/** Lines drawn by hand over a picture, and how they are written into one text: `10 20 30 40;5 6 7 8`. */
import { MAX_COORDINATE } from './geometry.ts';

/** Whole image pixels: x, y, x, y … of at least two points. */
export type DrawnLine = readonly number[];
/** Lines in a drawing, and points in a line. */
export const MAX_LINES = 6;
export const MAX_LINE_POINTS = 60;

/** Whether a value from outside is a line. */
export function isDrawnLine(value: unknown): value is DrawnLine {
  if (!Array.isArray(value) || value.length < 4 || value.length > 2 * MAX_LINE_POINTS) return false;
  return value.length % 2 === 0 && value.every(isPlace);
}

export function linesText(lines: readonly DrawnLine[]): string {
  return lines.map((line) => line.join(' ')).join(';');
}

/** The lines in a text from outside, 1 to MAX_LINES of them; undefined for any text that `linesText` does not write. */
export function linesIn(text: unknown): readonly DrawnLine[] | undefined {
  if (typeof text !== 'string' || text.length > MAX_LINES * MAX_LINE_POINTS * 16) return undefined;
  const lines = text.split(';').map((line) => line.split(' ').map(Number));
  const good = lines.length <= MAX_LINES && lines.every(isDrawnLine) && linesText(lines) === text;
  return good ? lines : undefined;
}

function isPlace(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_COORDINATE;
}
