/** Frames as a person lists them: `0,25,100-120`. */
import { MAX_FRAME } from './time.ts';

/** Half-open, in frames: `[start, end)`. */
type Range = { readonly start: number; readonly end: number };

export type FrameList = { readonly ranges: readonly Range[] } | { readonly fault: string };

/** So many parts are read; more are no list that somebody typed. */
const MOST_PARTS = 2000;

/**
 * Reads single frames and ranges (both ends included) between commas, in any order and as often as they are named;
 * else a sentence that says which part is none.
 */
export function readFrameList(text: string): FrameList {
  const parts = text.split(',', MOST_PARTS + 1);
  if (parts.length > MOST_PARTS) return { fault: `A list has at most ${MOST_PARTS} parts.` };
  const ranges: Range[] = [];
  for (const part of parts) {
    const [, first = '', last = first] = /^\s*(\d{1,8})\s*(?:-\s*(\d{1,8})\s*)?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || to >= MAX_FRAME)
      return { fault: `"${part.trim().slice(0, 40)}" is no frame and no range of frames.` };
    ranges.push({ start: from, end: to + 1 });
  }
  return { ranges };
}
