/** An ingested video against the frame table of its source, as ffprobe writes one: `frame,pts,…`. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Ingested } from './ingested.ts';

/** Times of a frame table; null where ffprobe knows none. */
function timesOf(csv: string): (number | null)[] {
  const rows = readFileSync(csv, 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => row.split(',')[1] ?? '').map((text) => (text === '' ? null : Number(text)));
}

/** Frame n of the index has the time of row n, and there are as many. */
export function expectTimes(made: Ingested, csv: string): void {
  const times = timesOf(csv);
  expect(made.index.count).toBe(times.length);
  expect(made.picture.frames).toBe(times.length);
  expect([...made.index.pts].map((pts, n) => (times[n] === null ? null : pts))).toEqual(times);
}

/** The playlist's ranges are the file, without a gap, and each begins with a `moof`. */
export function expectPlaylist(made: Ingested): void {
  const text = readFileSync(made.file('v.m3u8'), 'utf8');
  const bytes = readFileSync(made.file('v.mp4'));
  const ranges = [...text.matchAll(/#EXT-X-BYTERANGE:(\d+)@(\d+)/g)].map(([, size, at]) => ({
    size: Number(size),
    at: Number(at),
  }));
  let end = Number(/BYTERANGE="(\d+)@0"/.exec(text)?.[1]);
  for (const { size, at } of ranges) {
    expect(at).toBe(end);
    expect(bytes.toString('latin1', at + 4, at + 8)).toBe('moof');
    end = at + size;
  }
  expect(bytes.toString('latin1', end + 4, end + 8)).toBe('mfra'); // the writer's own table, which nobody needs
  const seconds = [...text.matchAll(/#EXTINF:([\d.]+),/g)].reduce((sum, [, value]) => sum + Number(value), 0);
  expect(Math.abs(seconds * 1000 - made.picture.durationMs)).toBeLessThan(1);
}
