/** Files that are right and hard to read: clocks, heads and orders that containers allow. Frame n is number n in each. */
import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { ClipPlan } from '../../tests/builders/clip.ts';
import { ingestClip, testFolder } from '../../tests/builders/ingested.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';
import { scanPackets } from './steps/scan-packets.ts';

const folder = testFolder('nasty');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COUNT = 50;
const every = (ticks: number, from = 0) => Array.from({ length: COUNT }, (_, n) => from + n * ticks);
const h264 = { encoder: 'libx264', bFrames: 2 };
const mp4 = { ...h264, container: 'mp4' };
const mkv = { ...h264, container: 'matroska' };
const ts = { ...h264, container: 'mpegts' };
const ntsc = { times: every(1001), timescale: 30_000 };
/** Where the clock of a transport stream begins anew, 33 bits of 90 000 ticks a second; a second before, in milliseconds. */
const BEFORE_WRAP = Math.round(2 ** 33 / 90) - 1000;
const HOUR = 3600_000;
const tone = {
  encoder: 'libmp3lame',
  rate: 48_000,
  channels: 1,
  seconds: 2,
  wave: (at: number) => Math.sin(at * 2765),
};

/** With how many times the file does not tell. */
type Row = readonly [string, 'untouched' | 'encoded', Omit<ClipPlan, 'path'> & { readonly retimed?: number }];
const ROWS: readonly Row[] = [
  ['MP4 without an edit list', 'untouched', { ...mp4, containerOptions: { use_editlist: '0' } }],
  [
    'MP4 whose pictures are shown before they are decoded',
    'untouched',
    { ...mp4, containerOptions: { movflags: 'negative_cts_offsets' } },
  ],
  [
    'MP4 in fragments',
    'untouched',
    { ...mp4, containerOptions: { movflags: 'frag_keyframe+empty_moov+default_base_moof' } },
  ],
  [
    'MP4 in fragments of one picture',
    'untouched',
    { ...mp4, containerOptions: { movflags: 'frag_every_frame+empty_moov' } },
  ],
  ['MP4 with its head first', 'untouched', { ...mp4, containerOptions: { movflags: 'faststart' } }],
  ['MP4 of 29.97 pictures a second', 'untouched', { ...mp4, ...ntsc }],
  ['MP4 of sync samples only', 'untouched', { ...mp4, bFrames: 0, group: 1 }],
  [
    'MP4 with eight B-frames in a pyramid',
    'encoded',
    {
      ...mp4,
      bFrames: 8,
      group: 250,
      times: every(2),
      options: { 'x264-params': 'b-pyramid=normal:b-adapt=0:log-level=-1' },
    },
  ],
  [
    'MOV with a microsecond for a tick',
    'untouched',
    { ...h264, container: 'mov', times: every(40_000), timescale: 1_000_000 },
  ],
  ['Matroska that was never finished', 'untouched', { ...mkv, containerOptions: { live: '1' } }],
  ['Matroska of 29.97 pictures a second, in milliseconds', 'untouched', { ...mkv, ...ntsc }],
  [
    'Matroska with a cluster for each picture',
    'untouched',
    { ...mkv, containerOptions: { cluster_time_limit: '0' } },
  ],
  [
    'WebM of VP8 with pictures that are never shown',
    'encoded',
    { container: 'webm', encoder: 'libvpx', options: { 'auto-alt-ref': '1', 'lag-in-frames': '16' } },
  ],
  [
    'WebM of VP9 with pictures that are never shown',
    'encoded',
    { container: 'webm', encoder: 'libvpx-vp9', options: { 'auto-alt-ref': '1', 'lag-in-frames': '16' } },
  ],
  [
    'a transport stream whose clock begins anew',
    'untouched',
    { ...ts, times: every(40, BEFORE_WRAP), timescale: 1000 },
  ],
  [
    'a transport stream of packets of 192 bytes',
    'untouched',
    { ...ts, containerOptions: { mpegts_m2ts_mode: '1' } },
  ],
  ['a transport stream of HEVC with B-frames', 'encoded', { ...ts, encoder: 'libx265' }],
  [
    'a program stream whose clock begins anew',
    'encoded',
    {
      container: 'vob',
      encoder: 'mpeg2video',
      bFrames: 2,
      times: every(1, Math.round(BEFORE_WRAP / 40)),
      retimed: 1,
    },
  ],
  [
    'AVI of H.264, which has no place for its times',
    'encoded',
    { ...h264, bFrames: 0, container: 'avi', sound: { ...tone, encoder: 'pcm_s16le' } },
  ],
  ['AVI of H.264 with B-frames', 'encoded', { ...h264, container: 'avi', sound: tone, retimed: 2 }],
  [
    'FLV that begins after an hour',
    'untouched',
    { ...h264, container: 'flv', times: every(40, HOUR), timescale: 1000 },
  ],
  [
    'ASF that begins after an hour',
    'encoded',
    { container: 'asf', encoder: 'wmv2', times: every(40, HOUR), timescale: 1000 },
  ],
  ['MXF of MPEG-2 with B-frames', 'encoded', { container: 'mxf', encoder: 'mpeg2video', bFrames: 2 }],
  [
    'Ogg that begins after an hour',
    'encoded',
    { container: 'ogg', encoder: 'libtheora', times: every(1, 90_000) },
  ],
  ['bare H.264 with B-frames', 'encoded', { ...h264, container: 'h264', retimed: COUNT }],
  [
    'bare HEVC with B-frames',
    'encoded',
    { container: 'hevc', encoder: 'libx265', bFrames: 2, retimed: COUNT },
  ],
  ['bare MPEG-4', 'encoded', { container: 'm4v', encoder: 'mpeg4', bFrames: 2 }],
  ['H.264 in fields', 'encoded', { ...mp4, interlaced: true, width: 192, height: 112 }],
  [
    'AV1 in MP4 in fragments',
    'encoded',
    { container: 'mp4', encoder: 'libsvtav1', containerOptions: { movflags: 'frag_keyframe+empty_moov' } },
  ],
];

it.each(ROWS)('[I1] [I7] %s (%s)', { timeout: 60_000 }, async (_, rendition, { retimed = 0, ...plan }) => {
  const times = plan.times ?? every(1);
  const { picture, index, file } = await ingestClip({ ...plan, times }, folder);
  expect(picture).toMatchObject({ rendition, frames: COUNT });
  expect(picture.flaws).toEqual(retimed > 0 ? { lost: 0, faulty: [], retimed, missingMs: 0 } : undefined);
  expect(picture.hasAudio).toBe(plan.sound !== undefined);
  const { sound } = await scanPackets(file('v.mp4'), 0, () => undefined);
  expect(Math.round(sound?.end ?? 0)).toBe(plan.sound?.seconds ?? 0);
  const ms = 1000 / (plan.timescale ?? 25);
  const off = times.map((time, n) => Math.abs(index.timeMs(n) - (time - times[0]!) * ms));
  expect(Math.max(...off)).toBeLessThanOrEqual(1);
  expect(await numbersIn(file('v.mp4'))).toEqual(every(1));
});
