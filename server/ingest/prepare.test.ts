/** What an ingest makes of the clips of this repository, against their frame tables. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { expectPlaylist, expectTimes } from '../../tests/builders/frame-table.ts';
import { ingestFile, testFolder } from '../../tests/builders/ingested.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';
import { readFragments } from './fragments.ts';
import { runWorker, UnusableFile, WORKER_LIMITS } from './worker-process.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures', import.meta.url));
const folder = testFolder('ingest');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ingest = (source: string) => ingestFile(source, folder);

describe('the clips of the repository', () => {
  it('[I7] [I10] [I18] leaves a clip that browsers play untouched', async () => {
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

  it('[I7] [I11] [I18] encodes a clip of variable rate, its times unmoved', async () => {
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

  it('[I7] [I21] prepares a real ultrasound clip', async () => {
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

  it('[I6] says what is wrong with a file that is no video', async () => {
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
  ])('[I25] kills a worker beyond its limits (%o)', async (limit, reason) => {
    const task = { source: join(fixtures, 'lung-butterfly.mov'), name: 'a.mov', folder };
    const limits = { ...WORKER_LIMITS, watchMs: 5, ...limit };
    const run = runWorker(task, limits, () => undefined, new AbortController().signal);
    await expect(run).rejects.toThrow(`"a.mov" cannot be prepared: ${reason}`);
  });
});
