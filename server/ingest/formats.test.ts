/** Files of every container and codec that is taken: each becomes a video whose frame n shows number n, at its time. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClipPlan } from '../../tests/builders/clip.ts';
import { ingestClip, ingestFile, testFolder } from '../../tests/builders/ingested.ts';
import { brightnessIn, numbersIn } from '../../tests/builders/numbers-in.ts';
import { makeVc1 } from '../../tests/builders/vc1.ts';

const folder = testFolder('formats');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIRST_25 = Array.from({ length: 25 }, (_, n) => n);
const DV = { width: 720, height: 576 };

/** Container, encoder, pixels, and what else is needed to make the file. */
const KINDS: readonly (readonly [string, string, string, Partial<ClipPlan>])[] = [
  ['mp4', 'libx264', 'yuv420p', { bFrames: 2 }],
  ['mp4', 'libx264', 'yuv420p10le', {}],
  ['mov', 'libx264', 'yuv422p', {}],
  ['matroska', 'libx264', 'yuv444p', { bFrames: 2 }],
  ['mp4', 'libx265', 'yuv420p10le', { bFrames: 2 }],
  ['mpegts', 'libx265', 'yuv420p', {}],
  ['matroska', 'libx265', 'yuv422p10le', {}],
  ['mp4', 'libx265', 'yuv444p12le', {}],
  ['webm', 'libvpx', 'yuv420p', {}],
  ['webm', 'libvpx-vp9', 'yuv444p', {}],
  ['webm', 'libvpx-vp9', 'yuv420p12le', {}],
  ['mp4', 'libsvtav1', 'yuv420p10le', {}],
  ['webm', 'libsvtav1', 'yuv420p', {}],
  ['mpeg', 'mpeg1video', 'yuv420p', { bFrames: 2 }],
  ['vob', 'mpeg2video', 'yuv420p', { bFrames: 2 }],
  ['mpegts', 'mpeg2video', 'yuv422p', {}],
  ['mxf', 'mpeg2video', 'yuv420p', {}],
  ['avi', 'mjpeg', 'yuvj422p', {}],
  ['mov', 'mjpeg', 'yuvj420p', {}],
  ['avi', 'dvvideo', 'yuv420p', DV],
  ['mov', 'dvvideo', 'yuv420p', DV],
  ['dv', 'dvvideo', 'yuv420p', DV],
  ['mov', 'prores_ks', 'yuv422p10le', {}],
  ['mov', 'prores_ks', 'yuva444p10le', {}],
  ['asf', 'wmv1', 'yuv420p', {}],
  ['asf', 'wmv2', 'yuv420p', {}],
  ['asf', 'msmpeg4', 'yuv420p', {}],
  ['avi', 'msmpeg4v2', 'yuv420p', {}],
  ['avi', 'mpeg4', 'yuv420p', { bFrames: 2 }],
  ['matroska', 'ffv1', 'gray', {}],
  ['avi', 'ffv1', 'yuv420p10le', {}],
  ['avi', 'huffyuv', 'rgb24', {}],
  ['avi', 'rawvideo', 'bgr24', {}],
  ['ogg', 'libtheora', 'yuv420p', {}],
  ['h264', 'libx264', 'yuv420p', {}],
  ['mpeg2video', 'mpeg2video', 'yuv420p', {}],
];

describe('every kind of file', () => {
  it.each(KINDS)('[I1] %s with %s in %s', async (container, encoder, pixelFormat, rest) => {
    const { picture, index, file } = await ingestClip({ container, encoder, pixelFormat, ...rest }, folder);
    expect(picture).toMatchObject({
      frames: 25,
      width: rest.width ?? 192,
      height: rest.height ?? 108,
    });
    for (const n of FIRST_25) expect(Math.abs(index.timeMs(n) - n * 40)).toBeLessThanOrEqual(1);
    expect(await numbersIn(file('v.mp4'))).toEqual(FIRST_25);
  });
});

describe('VC-1', () => {
  it.each([
    ['wmv3', 'simple', 'asf', 145],
    ['wmv3', 'simple', 'avi', 145],
    ['vc1', 'advanced', 'asf', 128],
    ['vc1', 'advanced', 'matroska', 128],
    ['vc1', 'advanced', 'mpegts', 128],
  ] as const)('[I1] as %s, the %s profile, in %s', async (codec, profile, container, darkest) => {
    const path = join(folder, `${codec}.${container}`);
    makeVc1(path, container, 25, profile);
    const { picture, index, file } = await ingestFile(path, folder);
    expect(picture).toMatchObject({ codec, frames: 25, width: 192, height: 112, rendition: 'encoded' });
    for (const n of FIRST_25) expect(Math.abs(index.timeMs(n) - n * 40)).toBeLessThanOrEqual(1);
    const brightness = await brightnessIn(file('v.mp4'));
    for (const n of FIRST_25)
      expect(Math.abs(brightness[n]! - (darkest + 3 * (n % 4)))).toBeLessThanOrEqual(1);
  });
});

describe('H.264 that browsers play stays as it is, bit for bit', () => {
  it.each(['mp4', 'mov', 'matroska', 'mpegts', 'flv'])('[I10] [I12] in %s', async (container) => {
    const { picture, index, file } = await ingestClip({ container, encoder: 'libx264', bFrames: 2 }, folder);
    expect(picture).toMatchObject({ rendition: 'untouched', frames: 25 });
    for (const n of FIRST_25) expect(Math.abs(index.timeMs(n) - n * 40)).toBeLessThanOrEqual(1);
    expect(await numbersIn(file('v.mp4'))).toEqual(FIRST_25);
  });
});
