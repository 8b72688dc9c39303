/**
 * Real and nasty files, against frame tables that other tools made of them. The files lie beside the repository, in
 * `../shared/data/video`; where they are not, nothing is tested. The quick ones by default, all of them with
 * LOUPE_CONFORMANCE=all.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { PictureAnswer } from '#lib/protocol/http.ts';
import { expectPlaylist, expectTimes } from '../../tests/builders/frame-table.ts';
import { ingestFile, testFolder } from '../../tests/builders/ingested.ts';

const shared = fileURLToPath(new URL('../../../shared/data/video', import.meta.url));
const all = process.env['LOUPE_CONFORMANCE'] === 'all';
const folder = testFolder('conformance');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is known of a file apart from its frame table; with the table's name where it is not the file's. */
type Known = Partial<PictureAnswer> & { readonly table?: string };
type Row = readonly [string, Known];

const untouched = { rendition: 'untouched' } as const;
const encoded = { rendition: 'encoded' } as const;

const QUICK: readonly Row[] = [
  ['us_lung_butterfly_22_67fps.mov', { ...encoded, width: 370, height: 370, codec: 'h264' }],
  ['us_lung_linear_odd_rate.mp4', { ...encoded, frames: 495 }],
  ['us_lung_device_pat1.mpeg', { ...encoded, codec: 'mpeg2video' }],
  ['us_lung_device_pat2_gap.mpeg', { ...encoded, codec: 'mpeg2video' }],
  ['us_eye_phantom_25fps.mp4', { ...untouched, width: 1280, height: 960 }],
  ['gait_treadmill_cam1_60fps.mp4', { ...untouched, width: 1080, height: 1920 }],
  ['people_one_by_one_139s.mp4', { ...untouched, frames: 1394 }],
  ['numbered_frames_0_99.webm', { ...encoded, codec: 'vp9', width: 1080 }],
  ['nasa_two_streams.mp4', { ...encoded, width: 480, height: 270, table: 'nasa_two_streams.mp4.stream3' }],
  ['nasty/first_pts_10s.mp4', { ...encoded, width: 800, height: 640, pixelAspect: 1137 / 800 }],
  ['nasty/edit_list_av_offset.mp4', { ...untouched, hasAudio: true }],
  ['nasty/us_rotated_90.mp4', encoded],
  ['nasty/rot_0.mov', { ...untouched, width: 568, height: 320 }],
  ['nasty/rot_90.mov', { ...encoded, width: 320, height: 568 }],
  ['nasty/rot_180.mov', { ...encoded, width: 568, height: 320 }],
  ['nasty/rot_270.mov', { ...encoded, width: 320, height: 568 }],
  ['nasty/sar_2x1_640x360.mp4', { ...encoded, width: 640, height: 360, pixelAspect: 2 }],
  ['nasty/odd_161x121.webm', { ...encoded, width: 161, height: 121 }],
  ['nasty/vp9_10bit.webm', encoded],
  ['nasty/h264_10bit.mp4', encoded],
  ['nasty/h264_422_10bit.mp4', encoded],
  ['nasty/interlaced_tff_25i.mp4', { ...encoded, frames: 100 }],
  ['nasty/mediarecorder_like_no_duration.webm', { ...encoded, codec: 'vp8' }],
  ['nasty/partially_fragmented.mp4', { ...untouched, hasAudio: true }],
  ['nasty/phone_slow_motion_gap.mp4', untouched],
  ['nasty/avi_dropped_frames.avi', { ...encoded, hasAudio: true }],
];

const SLOW: readonly Row[] = [
  ['us_lung_convex_39fps.mov', encoded],
  ['us_lung_lightbeam_2997.mov', encoded],
  ['us_eye_phantom_vfr.mp4', { ...encoded, width: 776, height: 1080 }],
  ['cups_shuffle.mp4', { ...encoded, hasAudio: true }],
  ['opossum_snow_2997.mp4', { ...encoded, frames: 1259 }],
  ['flies_clip_25fps_1500f.mp4', { ...encoded, frames: 1500 }],
  ['gait_treadmill_cam2_60fps_vp9_in_mp4.mp4', { ...encoded, codec: 'vp9', hasAudio: true, height: 1920 }],
  ['nasty/rotated_bframes_start_0_083.mp4', { ...encoded, width: 1080, height: 1920 }],
  ['nasty/phone_hevc10_rotated_editlist.mp4', { ...encoded, codec: 'hevc', width: 1080, height: 1920 }],
  ['nasty/vfr_screen_recording_3026x1386.mp4', { ...encoded, width: 3026, height: 1386 }],
  ['nasty/video_starts_1s_after_audio.mp4', { ...encoded, hasAudio: true }],
];

/** Files that are not whole, with what must be told of them. */
const DAMAGED: readonly (readonly [string, NonNullable<PictureAnswer['flaws']>])[] = [
  ['nasty/corrupted_last_frame.mp4', { lost: 1, faulty: [[31, 31]], retimed: 0, missingMs: 0 }],
  ['nasty/truncated_60pct_moov_first.mp4', { lost: 1, faulty: [], retimed: 0, missingMs: 3970.6 }],
  ['nasty/ts_no_initial_keyframe.ts', { lost: 63, faulty: [], retimed: 0, missingMs: 0 }],
];

const UNUSABLE: readonly (readonly [string, string])[] = [
  ['nasty/html_named.mp4', 'it is a web page'],
  ['nasty/zero_bytes.mp4', 'the file is empty'],
  ['nasty/truncated_80pct_moov_last.mov', 'it is cut short'],
  ['us_echo_a4c_sonosite.dcm', 'it is a DICOM file'],
  ['hls_cmaf_real/playlist.m3u8', 'it is a playlist that points to other files'],
];

const ingest = (name: string) => ingestFile(join(shared, name), folder);
const tableOf = (name: string) => join(shared, 'frames', `${name.split('/').at(-1)}.csv`);

describe.skipIf(!existsSync(shared))('real files beside the repository (skipped where they are not)', () => {
  it.each(all ? [...QUICK, ...SLOW] : QUICK)(
    '[I7] %s',
    { timeout: 600_000 },
    async (name, { table, ...known }) => {
      const made = await ingest(name);
      expectTimes(made, tableOf(table ?? name));
      expectPlaylist(made);
      expect(made.picture).toMatchObject(known);
      // A table without a time for one frame stands for a file that has none there.
      const retimed = name.includes('pat2_gap') ? 1 : 0;
      expect(made.picture.flaws?.retimed ?? 0).toBe(retimed);
      expect({ lost: 0, faulty: [], missingMs: 0, ...made.picture.flaws, retimed: 0 }).toEqual({
        lost: 0,
        faulty: [],
        missingMs: 0,
        retimed: 0,
      });
    },
  );

  it.each(DAMAGED)('[I23] %s, and what is wrong with it', async (name, flaws) => {
    const made = await ingest(name);
    expectTimes(made, tableOf(name));
    expectPlaylist(made);
    const missingMs = expect.closeTo(flaws.missingMs ?? 0, 0);
    expect(made.picture.flaws).toEqual({ ...flaws, missingMs });
  });

  it.each(UNUSABLE)('[I6] %s is refused', async (name, reason) => {
    await expect(ingest(name)).rejects.toThrow(reason);
  });

  it.skipIf(!all)('[I7] six minutes of 60 pictures a second', { timeout: 600_000 }, async () => {
    const made = await ingest('nasty/av1_21766_frames_60fps.mp4');
    expect(made.index.count).toBe(21_766);
    expect(made.index.pts.every((pts, n) => pts === n * 256)).toBe(true);
    expect(readFileSync(made.file('frames.lfi')).length).toBeLessThan(22_000);
  });

  it.skipIf(!all)('[I9] pieces of two recordings, one after the other', { timeout: 600_000 }, async () => {
    const pieces = ['a0', 'a1', 'a2', 'b0', 'b1'].map((name) =>
      join(shared, `hls_us_discontinuity/${name}.ts`),
    );
    const path = join(folder, 'pieces.ts');
    writeFileSync(path, Buffer.concat(pieces.map((piece) => readFileSync(piece))));
    const each = await Promise.all(pieces.map((piece) => ingestFile(piece, folder)));
    const made = await ingestFile(path, folder);
    expect(made.index.count).toBe(each.reduce((sum, { index }) => sum + index.count, 0));
  });
});
