/** Exports of frames through their life: made from a real clip, taken, stopped, replaced, forgotten. */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { readZip } from '../../tests/builders/read-zip.ts';
import { serveApp, type ServedApp } from '../../tests/served-app.ts';
import { FrameExports, type FrameExport } from './frame-exports.ts';

const clip = fileURLToPath(new URL('../../tests/fixtures/numbered-vfr.mp4', import.meta.url));
const WAIT = { timeout: 120_000, interval: 50 };
let served: ServedApp;
let video: VideoRow;
let person: PersonId;

beforeAll(async () => {
  served = await serveApp();
  const { app, study } = served;
  person = served.person('ito', 'clinician').row.id;
  const stream = createReadStream(clip) as AsyncIterable<Uint8Array>;
  const { id } = await app.ingest.accept({ study: study.id, name: 'n.mp4', createdBy: person, stream });
  video = await app.ingest.runOne(id, () => undefined);
}, 120_000);
afterAll(() => served.close());

const listing = (start: number, end: number) => ({
  video: video.id,
  frames: [{ start, end }],
  format: 'jpeg' as const,
});

async function ended(exports: FrameExports, by = person): Promise<FrameExport> {
  await vi.waitFor(() => expect(exports.of(by, video.id)?.state).toMatch(/done|failed/), WAIT);
  return exports.of(by, video.id)!;
}

function onDisk(): string[] {
  return readdirSync(join(served.app.config.dataDir, 'blobs', '.scratch')).filter((name) =>
    name.startsWith('frames-'),
  );
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return buffer(pieces);
}

it(
  'makes an archive of the pictures and the manifest, of the size it says',
  { timeout: 120_000 },
  async () => {
    const exports = served.app.frameExports;
    expect(exports.begin(person, listing(10, 13))).toMatchObject({ state: 'running', frames: null });
    expect(await ended(exports)).toMatchObject({ state: 'done', done: 1, frames: 3, problem: null });
    const { bytes, pieces } = exports.open(person, video.id);
    const archive = await bytesOf(pieces);
    expect(archive.byteLength).toBe(bytes);
    const files = readZip(archive);
    const pictures = [10, 11, 12].map((n) => `${video.id}/frame_0000${n}.jpg`);
    expect([...files.keys()]).toEqual(['manifest.json', ...pictures]);
    const manifest = JSON.parse(files.get('manifest.json')!.toString()) as { frames: { frame: number }[] };
    expect(manifest.frames.map(({ frame }) => frame)).toEqual([10, 11, 12]);
    exports.cancel(person, video.id);
    expect(exports.of(person, video.id)).toBeNull();
    await vi.waitFor(() => expect(onDisk()).toEqual([]), WAIT);
  },
);

it('a person has their own only, and a new one takes its place', { timeout: 120_000 }, async () => {
  const exports = served.app.frameExports;
  const other = served.person('okafor', 'clinician').row.id;
  exports.begin(person, listing(0, 200));
  exports.begin(person, listing(0, 2));
  expect(exports.of(other, video.id)).toBeNull();
  expect(() => exports.open(other, video.id)).toThrow(Refusal);
  expect(await ended(exports)).toMatchObject({ state: 'done', frames: 2 });
  await vi.waitFor(() => expect(onDisk()).toHaveLength(1), WAIT);
  exports.cancel(person, video.id);
});

it('what is being taken stays whole when it is removed meanwhile', { timeout: 120_000 }, async () => {
  const exports = served.app.frameExports;
  exports.begin(person, listing(0, 5));
  await ended(exports);
  const { bytes, pieces } = exports.open(person, video.id);
  const taken = pieces[Symbol.asyncIterator]();
  const first = (await taken.next()).value as Uint8Array;
  exports.cancel(person, video.id);
  const rest = await bytesOf({ [Symbol.asyncIterator]: () => taken });
  expect(first.byteLength + rest.byteLength).toBe(bytes);
  await vi.waitFor(() => expect(onDisk()).toEqual([]), WAIT);
});

it('tells why one failed, and keeps nothing of it', { timeout: 120_000 }, async () => {
  const exports = served.app.frameExports;
  exports.begin(person, listing(239, 241));
  const failed = await ended(exports);
  expect(failed.problem).toEqual({
    code: 'bad-request',
    details: { what: 'There is no frame 240: they go from 0 to 239.' },
  });
  expect(onDisk()).toEqual([]);
  expect(() => exports.open(person, video.id)).toThrow('no export of frames');
});

it('makes two at once; others wait, and are refused beyond three', { timeout: 120_000 }, async () => {
  const { pictures, blobs, log } = served.app;
  const exports = new FrameExports({ pictures, blobs, logger: log });
  const [a, b, c] = ['a', 'b', 'c'] as PersonId[];
  exports.begin(a!, listing(0, 240));
  exports.begin(b!, listing(0, 240));
  expect(exports.begin(c!, listing(0, 1)).state).toBe('waiting');
  expect((await ended(exports, c!)).state).toBe('done');
  await exports.stop();
  expect(() => exports.begin(a!, listing(0, 1))).toThrow('restarting');
  expect(onDisk()).toEqual([]);
});

it('three of one person at most are being made', () => {
  const pictures = { layers: [], pull: () => new Promise<number>(() => undefined) };
  const { blobs, log } = served.app;
  const exports = new FrameExports({ pictures, blobs, logger: log });
  for (const id of ['1', '2', '3']) exports.begin(person, { ...listing(0, 1), video: id as VideoRow['id'] });
  expect(() => exports.begin(person, listing(0, 1))).toThrow('3 exports of frames that are still being made');
});

it('goes away by itself after its time', { timeout: 120_000 }, async () => {
  const { pictures, blobs, log } = served.app;
  const exports = new FrameExports({ pictures, blobs, logger: log, keptMs: 300 });
  const { id } = exports.begin(person, listing(0, 1));
  await vi.waitFor(() => expect(exports.of(person, video.id)).toBeNull(), WAIT);
  await vi.waitFor(() => expect(onDisk()).not.toContain(`frames-${id}`), WAIT);
});
