/** What is copied while it is read is what would be copied afterwards, and what cannot stay is gone. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeClip, type ClipPlan } from '../../../tests/builders/clip.ts';
import { testFolder } from '../../../tests/builders/ingested.ts';
import { readFragments } from '../fragments.ts';
import { openSound } from '../av/sound.ts';
import type { Watchable } from '../message.ts';
import { checkUntouched } from './check-rendition.ts';
import { CopyAhead } from './copy-ahead.ts';
import { FirstLook } from './first-look.ts';
import { copyPackets } from './packet-copy.ts';
import { probe } from './probe.ts';
import { scanPackets } from './scan-packets.ts';

const folder = testFolder('copy-ahead');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quiet = () => 0;
const aac = { encoder: 'aac', rate: 48_000, channels: 1, wave: quiet };

async function copyAhead(name: string, plan: Omit<ClipPlan, 'path'>) {
  const below = join(folder, name);
  mkdirSync(below);
  const source = join(below, 'clip');
  makeClip({ ...plan, path: source });
  const told: (Watchable | null)[] = [];
  const firstLook = new FirstLook(below, (watchable) => told.push(watchable), 0);
  const probed = await probe(source);
  firstLook.expect(probed.promisedMs ?? 0);
  const ahead = await CopyAhead.of({ source, name, folder: below }, probed, firstLook);
  const packets = await scanPackets(source, statSync(source).size, () => undefined, ahead);
  const copied = ahead?.finish(packets) ?? null;
  return { source, output: join(below, 'v.mp4'), probed, packets, ahead, copied, told };
}

const h264 = { container: 'mp4', encoder: 'libx264' };
const times = (count: number, step: (n: number) => number) =>
  Array.from({ length: count }, (_, n) => n).reduce<number[]>(
    (all, n) => [...all, (all.at(-1) ?? 0) + step(n)],
    [],
  );

it.each<readonly [string, Omit<ClipPlan, 'path'>]>([
  ['pictures alone', h264],
  ['B-frames', { ...h264, bFrames: 2 }],
  ['a variable rate', { ...h264, timescale: 90_000, times: times(60, (n) => 3000 + (n % 7) * 200) }],
  ['sound', { ...h264, bFrames: 2, sound: { ...aac, seconds: 1 } }],
  ['sound that goes on when the pictures end', { ...h264, sound: { ...aac, seconds: 9 } }],
  ['a transport stream', { container: 'mpegts', encoder: 'libx264' }],
])('[I12] [I40] %s: as if it was copied when all of it was known', async (name, plan) => {
  const { source, output, probed, packets, copied, told } = await copyAhead(name.replaceAll(' ', '-'), plan);
  const sound = await openSound(source);
  expect(copied).toMatchObject({ hasAudio: sound !== null });
  const after = `${output}.after`;
  const made = await copyPackets(source, { output: after, probe: probed, packets, sound }, () => undefined);
  expect(copied!.made).toEqual(made);
  const rendition = readFragments(output);
  checkUntouched(output, rendition, made);
  const pictures = ({ fragments }: typeof rendition) =>
    fragments.flatMap(({ samples }) =>
      samples.map(({ dts, pts, duration, isSync }) => [dts, pts, duration, isSync]),
    );
  expect(pictures(rendition)).toEqual(pictures(readFragments(after)));
  expect(rendition.audioStart).toBe(readFragments(after).audioStart);
  expect(readFileSync(output).length).toBe(readFileSync(after).length);
  expect(told.at(-1)!.ms).toBe(told.at(-1)!.ofMs);
});

it.each<readonly [string, Omit<ClipPlan, 'path'>]>([
  ['groups that become too long', { ...h264, group: 90, times: times(200, () => 512), timescale: 12_800 }],
  [
    'a rate that varies among B-frames',
    { ...h264, bFrames: 2, timescale: 90_000, times: times(60, (n) => 3000 + (n % 7) * 200) },
  ],
  [
    'sound that ends before the pictures',
    { ...h264, times: times(100, () => 512), timescale: 12_800, sound: { ...aac, seconds: 2 } },
  ],
])('[I41] %s: what was copied is gone', async (name, plan) => {
  const { output, ahead, copied, told } = await copyAhead(name.replaceAll(' ', '-'), plan);
  expect(ahead).not.toBeNull();
  expect(copied).toBeNull();
  expect(told.at(-1)).toBeNull();
  expect(existsSync(output) || existsSync(join(output, '../first.m3u8'))).toBe(false);
});

it.each<readonly [string, Omit<ClipPlan, 'path'>]>([
  ['another codec', { container: 'mp4', encoder: 'mpeg4' }],
  ['pictures on their side', { ...h264, matrix: [0, 1, -1, 0] }],
  [
    'sound that has to be encoded',
    { container: 'mov', encoder: 'libx264', sound: { ...aac, encoder: 'pcm_s16le', seconds: 1 } },
  ],
])('does not begin with %s', async (name, plan) => {
  expect((await copyAhead(name.replaceAll(' ', '-'), plan)).ahead).toBeNull();
});
