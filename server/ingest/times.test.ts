/** Files whose times are not one step after the other: each frame keeps its own, and the edit list is followed. */
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ingestClip, testFolder, type Ingested } from '../../tests/builders/ingested.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';

const folder = testFolder('times');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
/** 20 to 55 ms, with a hole of 0.4 s: what a scanner does when it is busy. */
const uneven = upTo(39).reduce<number[]>(
  (times, n) => [...times, times.at(-1)! + (n === 17 ? 400 : 20 + ((n * 37) % 36))],
  [0],
);

/** Frame n is shown at `times[n]`, from the first one's; and carries number n. */
async function expectFrames(made: Ingested, times: readonly number[], withinMs: number): Promise<void> {
  expect(made.index.count).toBe(times.length);
  for (const [n, time] of times.entries())
    expect(Math.abs(made.index.timeMs(n) - (time - times[0]!))).toBeLessThanOrEqual(withinMs);
  expect(await numbersIn(made.file('v.mp4'))).toEqual(upTo(times.length));
}

describe('a rate that varies', () => {
  it.each([
    ['mp4', 0.1],
    ['mov', 0.1],
    ['matroska', 1],
    ['mpegts', 0.1],
    ['asf', 1],
  ])('[I7] in %s', async (container, withinMs) => {
    const encoder = container === 'asf' ? 'wmv2' : 'libx264';
    const bFrames = container === 'asf' ? 0 : 2;
    const made = await ingestClip({ container, encoder, times: uneven, timescale: 1000, bFrames }, folder);
    await expectFrames(made, uneven, withinMs);
    expect(made.picture.rendition).toBe('encoded');
  });

  it('[I10] can be left untouched where pictures are shown in the order they are decoded', async () => {
    const made = await ingestClip(
      { container: 'mp4', encoder: 'libx264', times: uneven, timescale: 1000 },
      folder,
    );
    expect(made.picture.rendition).toBe('untouched');
    await expectFrames(made, uneven, 0.1);
  });
});

describe('a start that is not 0', () => {
  const later = upTo(25).map((n) => 250 + n);

  it.each(['mp4', 'matroska', 'mpegts'])('[I7] in %s', async (container) => {
    const made = await ingestClip({ container, encoder: 'libx264', bFrames: 2, times: later }, folder);
    const { pts, timebase } = made.index;
    expect((pts[0]! * timebase.num) / timebase.den).toBeCloseTo(10, 1);
    await expectFrames(
      made,
      upTo(25).map((n) => n * 40),
      1,
    );
  });
});

describe('an edit list', () => {
  it('[I8] hides pictures: they have no number', async () => {
    const times = upTo(40).map((n) => n - 15);
    const made = await ingestClip({ container: 'mp4', encoder: 'libx264', times, group: 50 }, folder);
    expect(made.picture).toMatchObject({ frames: 25, rendition: 'encoded' });
    expect(made.index.pts[0]).toBe(0);
    expect(await numbersIn(made.file('v.mp4'))).toEqual(upTo(25).map((n) => n + 15));
    const report = JSON.parse(readFileSync(made.file('report.json'), 'utf8')) as { reasons: string[] };
    expect(report.reasons).toContain('an edit list hides 15 pictures');
  });
});

describe('few pictures, many pictures', () => {
  it('[I7] one', async () => {
    const made = await ingestClip({ container: 'mp4', encoder: 'libx264', times: [0] }, folder);
    await expectFrames(made, [0], 0);
    expect(made.picture.durationMs).toBeGreaterThan(0);
    expect(made.media.thumbnails?.frames).toEqual([0]);
  });

  it('[I7] one in ten seconds', async () => {
    const made = await ingestClip(
      { container: 'matroska', encoder: 'mpeg4', times: [0, 10, 20, 30], timescale: 1 },
      folder,
    );
    expect(made.picture.durationMs).toBe(31_000);
    await expectFrames(made, [0, 10_000, 20_000, 30_000], 1);
  });

  it('[I7] a thousand in a second', async () => {
    const times = upTo(300);
    const made = await ingestClip({ container: 'mp4', encoder: 'libx264', times, timescale: 1000 }, folder);
    expect(made.picture.durationMs).toBeCloseTo(300, 0);
    await expectFrames(made, times, 0.01);
  });
});

it('[I11] groups that are open, or long, are made short', async () => {
  const long = await ingestClip({ container: 'mp4', encoder: 'libx264', times: upTo(75), group: 75 }, folder);
  expect(long.picture.rendition).toBe('encoded');
  const options = { 'x264-params': 'open-gop=1:keyint=10:bframes=3:b-adapt=0:log-level=-1' };
  const open = await ingestClip(
    { container: 'matroska', encoder: 'libx264', times: upTo(40), bFrames: 3, options },
    folder,
  );
  expect(open.picture.rendition).toBe('encoded');
  expect(await numbersIn(open.file('v.mp4'))).toEqual(upTo(40));
});

it('[I16] fields are kept woven, frame by frame, and said to be encoded', async () => {
  const made = await ingestClip(
    { container: 'mpegts', encoder: 'mpeg2video', interlaced: true, width: 192, height: 112 },
    folder,
  );
  expect(made.picture).toMatchObject({ frames: 25, rendition: 'encoded' });
  expect(await numbersIn(made.file('v.mp4'))).toEqual(upTo(25));
});
