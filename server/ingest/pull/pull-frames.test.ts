/** Frames out of source files: each is the one a decoder puts out there, wherever decoding began. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeClip, type ClipPlan } from '../../../tests/builders/clip.ts';
import { ingestFile, testFolder, type Ingested } from '../../../tests/builders/ingested.ts';
import { Decoder } from '../av/decoder.ts';
import { FilterChain } from '../av/filter.ts';
import { openSource } from '../av/source.ts';
import type { StillFormat } from '../av/still-encoder.ts';
import { bufferFormat } from '../av/upright-pictures.ts';
import { probe } from '../steps/probe.ts';
import { runPull, WORKER_LIMITS } from '../worker-process.ts';

const folder = testFolder('pull');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fixtures = fileURLToPath(new URL('../../../tests/fixtures', import.meta.url));
const shared = fileURLToPath(new URL('../../../../shared/data/video', import.meta.url));

type Entry = {
  readonly frame: number;
  readonly pts: number;
  readonly timeMs: number;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
  readonly sha256: string;
};
type Pulled = { readonly entries: readonly Entry[]; readonly file: (name: string) => Buffer };

async function pull(
  source: string,
  made: Ingested,
  frames: number[],
  format: StillFormat = 'png',
): Promise<Pulled> {
  const out = mkdtempSync(join(folder, 'pulled-'));
  const timed = made.picture.flaws === undefined;
  const index = made.file('frames.lfi');
  const task = {
    source,
    name: 'clip',
    folder: out,
    index,
    timed,
    frames,
    format,
    below: 'v',
    about: { video: 'v' },
  };
  await runPull(task, WORKER_LIMITS, () => undefined, new AbortController().signal);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { frames: Entry[] };
  return { entries: manifest.frames, file: (name) => readFileSync(join(out, name)) };
}

/** Of every picture of a file, decoded from its beginning: the sum over its planes, upright. */
async function sumsOf(path: string): Promise<string[]> {
  const { orientation } = await probe(path);
  const source = await openSource(path);
  const sums: string[] = [];
  let chain: FilterChain | null = null;
  const decoder = Decoder.open(source.video, (frame) => {
    chain ??= new FilterChain('buffer', bufferFormat(frame), orientation.filters, (turned) =>
      sums.push(createHash('sha256').update(turned.toBuffer()).digest('hex')),
    );
    chain.push(frame);
  })!;
  await source.eachPacket((packet, kind) => {
    if (kind === 'video') decoder.push(packet);
  });
  decoder.finish();
  source.close();
  return sums;
}

/** The first and last ones, neighbours, and some in between. */
function someOf(count: number): number[] {
  const third = Math.floor(count / 3);
  const all = [0, 1, third, third + 1, Math.floor(count / 2), count - 2, count - 1];
  return [...new Set(all)].filter((n) => n >= 0 && n < count).sort((a, b) => a - b);
}

/** What was pulled, after it was held against the index and the size; and what a decoder puts out in those places. */
async function bothWays(source: string) {
  const made = await ingestFile(source, folder);
  const [{ entries }, sums] = await Promise.all([
    pull(source, made, someOf(made.index.count)),
    sumsOf(source),
  ]);
  expect(entries.map(({ frame }) => frame)).toEqual(someOf(made.index.count));
  expect(entries.map(({ pts }) => pts)).toEqual(entries.map(({ frame }) => made.index.pts[frame]));
  const { width, height } = made.picture;
  expect(entries.every((one) => one.width === width && one.height === height)).toBe(true);
  return {
    pulled: entries.map(({ sha256 }) => sha256),
    decoded: entries.map(({ frame }) => sums[frame]),
  };
}

/** What `ffmpeg -fps_mode passthrough -f framehash -hash sha256` (7.0.2) prints for these frames. */
const BY_FFMPEG = {
  'numbered-cfr.mp4': {
    0: '68fe73654a75f5eeb54019a73e292b716033cad723d54dd18c939e2c7a43703c',
    29: '7c92425e37b488067253cd740813297bbe50da8294ea419eae19797a3a75391b',
    61: '28b9c82519a5e708c05e947f1508c55e039692186b1c68b46238cbc8acf3d40a',
    150: '8cb7478c0c4d69968895477acb98532cc9f24950236b9f75fbe7c05717c80ec7',
    239: '44d60d4e39c1052d722ad48dd118269d73b5300295b6e5274591851d09ecb096',
    299: '24e18774121d103668472e6bc49f3940ea50ca400f05215a3dca69f5f2e5ff0b',
  },
  'numbered-vfr.mp4': {
    0: 'cbbfb7d32f30ca30b7d7bfb48769a038f893985768b41eee6bd9e73180ce44d3',
    29: '48d41d51cbda14870c9202c32860971192f413d8a5047ab282328b002189cb16',
    61: 'e6248f28edfa8795631b21e75c1a84b2bedf70834a70664073f48d3d9acf0917',
    150: 'afca2c883df53c5671db281380f374ed3ab684e61fcc7cba24579d26de21b449',
    239: 'c39ec495a6d33261e806f9c13c3a4922745272086e5ae6cb53fee10663aee49a',
  },
} as const;

it.each(Object.entries(BY_FFMPEG))(
  '[I37] %s: the pixels of a frame are those that ffmpeg counts',
  { timeout: 120_000 },
  async (name, sums) => {
    const source = join(fixtures, name);
    const made = await ingestFile(source, folder);
    const { entries, file } = await pull(source, made, Object.keys(sums).map(Number));
    expect(Object.fromEntries(entries.map(({ frame, sha256 }) => [frame, sha256]))).toEqual(sums);
    expect(entries.map((one) => one.file)).toContain('v/frame_000150.png');
    const png = file(entries[0]!.file);
    expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([384, 216, 8, 2]);
    expect(made.index.timeMs(150)).toBeCloseTo(entries.find(({ frame }) => frame === 150)!.timeMs, 3);
  },
);

const CLIPS: Readonly<Record<string, Omit<ClipPlan, 'path'>>> = {
  'open groups of H.264': {
    container: 'mp4',
    encoder: 'libx264',
    group: 12,
    bFrames: 3,
    options: { 'x264-params': 'open-gop=1:scenecut=0' },
    times: Array.from({ length: 150 }, (_, n) => n * 40),
    timescale: 1000,
  },
  'open groups of HEVC': {
    container: 'mp4',
    encoder: 'libx265',
    group: 12,
    bFrames: 3,
    times: Array.from({ length: 150 }, (_, n) => n * 40),
    timescale: 1000,
  },
  'MPEG-2 in a transport stream': {
    container: 'mpegts',
    encoder: 'mpeg2video',
    group: 12,
    bFrames: 2,
    times: Array.from({ length: 150 }, (_, n) => n),
    timescale: 25,
  },
  'a clock that begins late': {
    container: 'matroska',
    encoder: 'libx264',
    group: 25,
    bFrames: 2,
    times: Array.from({ length: 150 }, (_, n) => 10_000 + n * 33),
    timescale: 1000,
  },
  'a picture on its side': {
    container: 'mp4',
    encoder: 'libx264',
    group: 25,
    matrix: [0, 1, -1, 0],
    times: Array.from({ length: 100 }, (_, n) => n * 40),
    timescale: 1000,
  },
  'AVI, where times are guessed': {
    container: 'avi',
    encoder: 'mpeg4',
    group: 25,
    times: Array.from({ length: 100 }, (_, n) => n * 40),
    timescale: 1000,
  },
};

it.each(Object.entries(CLIPS))('[I37] %s', { timeout: 120_000 }, async (_, plan) => {
  const path = join(mkdtempSync(join(folder, 'in-')), 'clip');
  makeClip({ ...plan, path });
  const { pulled, decoded } = await bothWays(path);
  expect(pulled).toEqual(decoded);
});

it('[I37] of more than 8 bits a PNG keeps 16, a JPEG is one', { timeout: 120_000 }, async () => {
  const path = join(mkdtempSync(join(folder, 'in-')), 'deep.mkv');
  makeClip({ path, container: 'matroska', encoder: 'ffv1', pixelFormat: 'yuv420p10le' });
  const made = await ingestFile(path, folder);
  const { entries, file } = await pull(path, made, [3]);
  expect(entries[0]!.pixelFormat).toBe('yuv420p10le');
  expect(file(entries[0]!.file)[24]).toBe(16);
  const jpeg = await pull(path, made, [3], 'jpeg');
  expect(jpeg.entries[0]!.sha256).toBe(entries[0]!.sha256);
  expect(jpeg.file('v/frame_000003.jpg').subarray(0, 3).toString('hex')).toBe('ffd8ff');
});

const REAL = [
  'us_lung_butterfly_22_67fps.mov',
  'us_lung_device_pat2_gap.mpeg',
  'us_eye_phantom_vfr.mp4',
  'numbered_frames_0_99.webm',
  'nasa_two_streams.mp4',
  'nasty/first_pts_10s.mp4',
  'nasty/rot_90.mov',
  'nasty/rot_270.mov',
  'nasty/odd_161x121.webm',
  'nasty/h264_10bit.mp4',
  'nasty/edit_list_av_offset.mp4',
  'nasty/interlaced_tff_25i.mp4',
  'nasty/partially_fragmented.mp4',
  'nasty/avi_dropped_frames.avi',
  'nasty/corrupted_last_frame.mp4',
  'nasty/ts_no_initial_keyframe.ts',
];

describe.skipIf(!existsSync(shared))('real files beside the repository (skipped where they are not)', () => {
  it.each(REAL)('[I37] %s', { timeout: 300_000 }, async (name) => {
    const { pulled, decoded } = await bothWays(join(shared, name));
    expect(pulled).toEqual(decoded);
  });
});
