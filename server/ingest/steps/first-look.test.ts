/** What can be watched of a file that grows byte by byte, and when it goes. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingestFile, testFolder } from '../../../tests/builders/ingested.ts';
import type { Watchable } from '../message.ts';
import { FirstLook } from './first-look.ts';

const clip = fileURLToPath(new URL('../../../tests/fixtures/numbered-cfr.mp4', import.meta.url));
const folder = testFolder('first-look');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let whole: Buffer;
beforeAll(async () => {
  whole = readFileSync((await ingestFile(clip, folder)).file('v.mp4'));
}, 60_000);

const RANGE = /^#EXT-X-BYTERANGE:(\d+)@(\d+)$/gm;

it('[I40] grows with the file, names only what is there whole, and never takes back what it named', () => {
  const below = join(folder, 'growing');
  mkdirSync(below);
  const told: (Watchable | null)[] = [];
  const look = new FirstLook(below, (watchable) => told.push(watchable), 0);
  look.expect(10_000);
  look.look();
  let before = '';
  let end = 0;
  for (let at = 0; at < whole.length; at += 5000) {
    appendFileSync(join(below, 'v.mp4'), whole.subarray(at, at + 5000));
    look.look();
    const path = join(below, 'first.m3u8');
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    // The head may tell of a longer piece; what follows is only added to.
    const [old, now] = [before, text].map((one) => one.split('\n').slice(3).join('\n').trimEnd());
    expect(now!.startsWith(old!)).toBe(true);
    expect(text).not.toContain('ENDLIST');
    for (const [, bytes, offset] of text.matchAll(RANGE)) end = Math.max(end, Number(bytes) + Number(offset));
    expect(end).toBeLessThanOrEqual(statSync(join(below, 'v.mp4')).size);
    before = text;
  }
  expect(told.length).toBeGreaterThanOrEqual(1);
  expect(told.map((one) => one!.ms)).toEqual(told.map((one) => one!.ms).toSorted((a, b) => a - b));
  expect(told.at(-1)!.ms).toBeLessThan(10_000);
  look.whole();
  expect(readFileSync(join(below, 'first.m3u8'), 'utf8')).toContain('#EXT-X-ENDLIST');
  expect(told.at(-1)).toEqual({ ms: 10_000, ofMs: 10_000 });
});

it('[I41] is gone before the file is made anew', () => {
  const below = join(folder, 'anew');
  mkdirSync(below);
  const told: (Watchable | null)[] = [];
  const look = new FirstLook(below, (watchable) => told.push(watchable), 0);
  look.expect(10_000);
  appendFileSync(join(below, 'v.mp4'), whole);
  look.whole();
  look.begin();
  expect(told.at(-1)).toBeNull();
  expect(existsSync(join(below, 'first.m3u8')) || existsSync(join(below, 'v.mp4'))).toBe(false);
  look.look();
  appendFileSync(join(below, 'v.mp4'), whole);
  look.look();
  expect(told.at(-1)?.ms).toBeGreaterThan(3000);
});
