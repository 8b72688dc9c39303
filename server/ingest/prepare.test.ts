/**
 * What an ingest makes of real files, against frame tables from ffprobe: the clips of this repository, and many more
 * where the folder `../shared/data` lies beside it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';
import { readFragments } from './fragments.ts';
import type { Prepared, PreparedFiles } from './message.ts';
import { runWorker, UnusableFile, WORKER_LIMITS } from './worker-process.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/data/video', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loupe-ingest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Made = PreparedFiles & { readonly index: FrameIndex; readonly file: (name: string) => string };

async function ingest(source: string): Promise<Made> {
  const out = mkdtempSync(join(folder, 'out-'));
  const task = { source, name: source.split('/').at(-1) ?? '', folder: out };
  const prepared = await runWorker(task, WORKER_LIMITS, () => undefined, new AbortController().signal);
  const file = (name: string) => join(out, name);
  return { ...prepared, file, index: FrameIndex.decode(readFileSync(file('frames.lfi'))) };
}

/** Times of a frame table; null where ffprobe knows none. */
function timesOf(csv: string): (number | null)[] {
  const rows = readFileSync(csv, 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => row.split(',')[1] ?? '').map((text) => (text === '' ? null : Number(text)));
}

function expectTimes(made: Made, csv: string): void {
  const times = timesOf(csv);
  expect(made.index.count).toBe(times.length);
  expect(made.picture.frames).toBe(times.length);
  expect([...made.index.pts].map((pts, n) => (times[n] === null ? null : pts))).toEqual(times);
}

/** The playlist's ranges are the file, without a gap, and each begins with a `moof`. */
function expectPlaylist(made: Made): void {
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

describe('the clips of the repository', () => {
  it('leaves a clip that browsers play untouched', async () => {
    const made = await ingest(join(fixtures, 'numbered-cfr.mp4'));
    expectTimes(made, join(fixtures, 'numbered-cfr.csv'));
    expectPlaylist(made);
    expect(made.picture).toMatchObject({
      width: 384,
      height: 216,
      pixelAspect: 1,
      rendition: 'untouched',
      hasAudio: false,
    });
    // Two B-frames: the first picture is shown two steps after decoding begins.
    expect(made.media.firstFrameMs).toBeCloseTo(2000 / 30, 3);
    expect(made.media.thumbnails?.frames).toHaveLength(100);
    expect(made.files).toEqual(['v.mp4', 'v.m3u8', 'frames.lfi', 'thumbs.jpg', 'report.json']);
  });

  it('encodes a clip of variable rate, its times unmoved', async () => {
    const made = await ingest(join(fixtures, 'numbered-vfr.mp4'));
    expectTimes(made, join(fixtures, 'numbered-vfr.csv'));
    expectPlaylist(made);
    expect(made.picture.rendition).toBe('encoded');
    expect(made.media.firstFrameMs).toBe(0);
    expect(await numbersIn(made.file('v.mp4'))).toEqual(Array.from({ length: 240 }, (_, n) => n));
    const { fragments } = readFragments(made.file('v.mp4'));
    expect(fragments.flatMap(({ samples }) => samples).every(({ pts, dts }) => pts === dts)).toBe(true);
    expect(Math.max(...fragments.map(({ samples }) => samples.length))).toBeLessThanOrEqual(14);
  });

  it('prepares a real ultrasound clip', async () => {
    const made = await ingest(join(fixtures, 'lung-butterfly.mov'));
    expectTimes(made, join(fixtures, 'lung-butterfly.csv'));
    expect(made.picture).toMatchObject({
      width: 370,
      height: 370,
      codec: 'h264',
      timebase: { num: 1, den: 17408 },
    });
    expect(made.media.thumbnails).toMatchObject({ columns: 10, rows: 10, width: 160, height: 160 });
    expect(readFileSync(made.file('thumbs.jpg')).subarray(0, 2).toString('hex')).toBe('ffd8');
  });

  it('says what is wrong with a file that is no video', async () => {
    const refused = ingest(join(fixtures, 'README.md'));
    await expect(refused).rejects.toThrow(UnusableFile);
    await expect(refused).rejects.toThrow(
      '"README.md" is not a video that can be read: it is in no video format that is known here.',
    );
  });

  it.each([
    [{ stallMs: 20 }, 'preparing it got stuck'],
    [{ totalMs: 20 }, 'preparing it takes longer'],
    [{ memoryBytes: 1e6 }, 'preparing it needs more than 0.0 GB of memory'],
  ])('kills a worker beyond its limits (%o)', async (limit, reason) => {
    const task = { source: join(fixtures, 'lung-butterfly.mov'), name: 'a.mov', folder };
    const limits = { ...WORKER_LIMITS, watchMs: 5, ...limit };
    const run = runWorker(task, limits, () => undefined, new AbortController().signal);
    await expect(run).rejects.toThrow(`"a.mov" cannot be prepared: ${reason}`);
  });
});

/** What is known of a file apart from its frame table. */
const REAL: readonly (readonly [string, Partial<Prepared['picture']>])[] = [
  ['us_lung_butterfly_22_67fps.mov', { rendition: 'encoded' }],
  ['us_eye_phantom_25fps.mp4', { rendition: 'untouched' }],
  ['us_eye_phantom_vfr.mp4', { width: 776, height: 1080, rendition: 'encoded' }],
  ['us_lung_device_pat2_gap.mpeg', { codec: 'mpeg2video' }],
  ['numbered_frames_0_99.webm', { codec: 'vp9', width: 1080 }],
  ['gait_treadmill_cam2_60fps_vp9_in_mp4.mp4', { codec: 'vp9', hasAudio: true, width: 1080, height: 1920 }],
  ['nasty/first_pts_10s.mp4', { width: 800, height: 640, pixelAspect: 1137 / 800 }],
  ['nasty/edit_list_av_offset.mp4', { hasAudio: true, rendition: 'untouched' }],
  ['nasty/us_rotated_90.mp4', { rendition: 'encoded' }],
  ['nasty/rot_90.mov', { width: 320, height: 568 }],
  ['nasty/rotated_bframes_start_0_083.mp4', { width: 1080, height: 1920 }],
  ['nasty/phone_hevc10_rotated_editlist.mp4', { codec: 'hevc', width: 1080, height: 1920 }],
  ['nasty/sar_2x1_640x360.mp4', { width: 640, height: 360, pixelAspect: 2 }],
  ['nasty/odd_161x121.webm', { width: 161, height: 121 }],
  ['nasty/corrupted_last_frame.mp4', {}],
  ['nasty/truncated_60pct_moov_first.mp4', {}],
  ['nasty/ts_no_initial_keyframe.ts', {}],
  ['nasty/avi_dropped_frames.avi', {}],
  ['nasty/video_starts_1s_after_audio.mp4', { hasAudio: true }],
  ['nasty/vp9_10bit.webm', {}],
];

const UNUSABLE: readonly (readonly [string, string])[] = [
  ['nasty/html_named.mp4', 'it is a web page'],
  ['nasty/zero_bytes.mp4', 'the file is empty'],
  ['nasty/truncated_80pct_moov_last.mov', 'it is cut short'],
  ['us_echo_a4c_sonosite.dcm', 'it is a DICOM file'],
  ['hls_cmaf_real/playlist.m3u8', 'it is a playlist that points to other files'],
];

describe.skipIf(!existsSync(shared))('real files beside the repository (skipped where they are not)', () => {
  it.each(REAL)('%s', { timeout: 60_000 }, async (name, picture) => {
    const made = await ingest(join(shared, name));
    expectTimes(made, join(shared, 'frames', `${name.split('/').at(-1)}.csv`));
    expectPlaylist(made);
    expect(made.picture).toMatchObject(picture);
  });

  it.each(UNUSABLE)('%s is refused', async (name, reason) => {
    await expect(ingest(join(shared, name))).rejects.toThrow(reason);
  });
});
