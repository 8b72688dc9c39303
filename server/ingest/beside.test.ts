/** What is made beside the rendition: the light one, the peaks of the sound; and the sound itself, at its place. */
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { SoundPlan } from '../../tests/builders/clip.ts';
import { ingestClip, testFolder, type Ingested } from '../../tests/builders/ingested.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';
import { readFragments } from './fragments.ts';
import { writeWaveform } from './steps/waveform.ts';

const folder = testFolder('beside');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIRST_25 = Array.from({ length: 25 }, (_, n) => n);

describe('the light rendition', () => {
  const large = { container: 'mp4', encoder: 'libx264', width: 1280, height: 720 };

  it('[I19] has every frame at its time, small and in short groups, of a video that is copied', async () => {
    const made = await ingestClip({ ...large, bFrames: 2 }, folder);
    expect(made.picture.rendition).toBe('untouched');
    expect(made.media.light).toEqual({ width: 640, height: 360, firstFrameMs: 0 });
    expect(await numbersIn(made.file('light.mp4'))).toEqual(FIRST_25);
    const { fragments, timescale } = readFragments(made.file('light.mp4'));
    const samples = fragments.flatMap((fragment) => fragment.samples);
    expect(samples.map(({ pts }) => (pts * 1000) / timescale)).toEqual(FIRST_25.map((n) => n * 40));
    expect(Math.max(...fragments.map((fragment) => fragment.samples.length))).toBeLessThanOrEqual(12);
    expect(readFileSync(made.file('light.m3u8'), 'utf8')).toContain('URI="light.mp4"');
  });

  it('[I13] [I19] stands upright, like the rendition, of a video that is encoded', async () => {
    const made = await ingestClip({ ...large, matrix: [0, 1, -1, 0] }, folder);
    expect(made.picture).toMatchObject({ width: 720, height: 1280, rendition: 'encoded' });
    expect(made.media.light).toEqual({ width: 360, height: 640, firstFrameMs: 0 });
  });

  it('[I19] is not made of what is small already', async () => {
    const made = await ingestClip({ container: 'mp4', encoder: 'libx264', width: 640, height: 360 }, folder);
    expect(made.media.light).toBeUndefined();
    expect(made.files).not.toContain('light.mp4');
  });
});

/** A tone of a tenth of a second in silence, from a time in seconds. */
const toneAt = (start: number): SoundPlan['wave'] => {
  return (at) => (at >= start && at < start + 0.1 ? 0.8 * Math.sin(at * 2 * Math.PI * 440) : 0);
};

/** Which fiftieths of a second are loud. */
function loudIn(path: string): number[] {
  const bytes = readFileSync(path);
  expect([0, 4, 8, 12, 20].map((at) => bytes.readInt32LE(at))).toEqual([2, 1, 48_000, 960, 1]);
  const count = bytes.readUInt32LE(16);
  expect(bytes.length).toBe(24 + 2 * count);
  expect(count).toBe(50);
  return Array.from({ length: count }, (_, n) => n).filter(
    (n) => bytes.readInt8(24 + 2 * n) < -40 && bytes.readInt8(25 + 2 * n) > 40,
  );
}

/** The same, of what one hears while the rendition plays. */
async function heardIn(made: Ingested): Promise<number[]> {
  const start = made.media.firstFrameMs / 1000;
  const path = made.file('heard.dat');
  const span = { start, end: start + made.picture.durationMs / 1000 };
  expect(await writeWaveform(made.file('v.mp4'), span, path, () => undefined)).toBe(true);
  return loudIn(path);
}

describe('sound', () => {
  const at400ms = [20, 21, 22, 23, 24];
  const pictures = { encoder: 'libx264', bFrames: 2 };

  it.each([
    ['mp4', 'aac', 48_000, 2],
    ['mp4', 'aac', 44_100, 1],
    ['matroska', 'pcm_s16le', 8000, 1],
    ['mpegts', 'mp2', 48_000, 2],
    ['mov', 'pcm_s16le', 22_050, 2],
  ])(
    '[I17] [I20] in %s as %s, %d Hz, %d channels is heard with its pictures',
    async (container, encoder, rate, channels) => {
      const sound = { encoder, rate, channels, seconds: 1, wave: toneAt(0.4) };
      const made = await ingestClip({ ...pictures, container, sound }, folder);
      expect(made.picture.hasAudio).toBe(true);
      expect(made.media.waveform).toBe(true);
      expect(loudIn(made.file('sound.dat'))).toEqual(at400ms);
      expect(await heardIn(made)).toEqual(at400ms);
    },
  );

  it('[I17] that begins a second before the pictures, and goes on for long after them', async () => {
    const times = FIRST_25.map((n) => n + 25);
    const sound = { encoder: 'aac', rate: 48_000, channels: 2, seconds: 12, wave: toneAt(1.4) };
    const made = await ingestClip({ ...pictures, container: 'mp4', times, sound }, folder);
    expect(made.picture).toMatchObject({ frames: 25, durationMs: 1000, hasAudio: true });
    expect(loudIn(made.file('sound.dat'))).toEqual(at400ms);
    expect(await heardIn(made)).toEqual(at400ms);
  });

  it('[I17] that ends early: the rest is silence', async () => {
    const sound = { encoder: 'aac', rate: 48_000, channels: 2, seconds: 0.6, wave: toneAt(0.4) };
    const made = await ingestClip({ ...pictures, container: 'mp4', sound }, folder);
    expect(loudIn(made.file('sound.dat'))).toEqual(at400ms);
    expect(await heardIn(made)).toEqual(at400ms);
  });

  it('[I20] is not there: then there are no peaks', async () => {
    const made = await ingestClip({ ...pictures, container: 'mp4' }, folder);
    expect(made.picture.hasAudio).toBe(false);
    expect(made.media.waveform).toBeUndefined();
    expect(made.files).not.toContain('sound.dat');
  });
});
