import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Refusal } from '#lib/model/problem.ts';
import { createDiskBlobs } from './disk-blobs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-blobs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* chunks(...parts: readonly Uint8Array[]) {
  for (const part of parts) yield part;
}
const scratchFiles = () =>
  existsSync(join(folder, '.scratch')) ? readdirSync(join(folder, '.scratch')) : [];

it('stores a stream, hashes it, and reads it back whole and in ranges', async () => {
  const blobs = createDiskBlobs(folder);
  const bytes = randomBytes(100_000);
  const written = await blobs.write('abc/source', chunks(bytes.subarray(0, 40_000), bytes.subarray(40_000)), {
    maxBytes: 100_000,
  });
  expect(written).toEqual({ bytes: 100_000, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(blobs.size('abc/source')).toBe(100_000);
  expect((await buffer(blobs.read('abc/source'))).equals(bytes)).toBe(true);
  expect(
    (await buffer(blobs.read('abc/source', { start: 10, end: 19 }))).equals(bytes.subarray(10, 20)),
  ).toBe(true);
  expect(scratchFiles()).toEqual([]);
});

it('refuses what is too large, and leaves nothing', async () => {
  const blobs = createDiskBlobs(folder);
  const wrote = blobs.write('abc/source', chunks(new Uint8Array(10), new Uint8Array(10)), { maxBytes: 15 });
  await expect(wrote).rejects.toThrow(Refusal);
  expect(blobs.size('abc/source')).toBeUndefined();
  expect(scratchFiles()).toEqual([]);
});

it('leaves what was there when a new stream breaks', async () => {
  const blobs = createDiskBlobs(folder);
  await blobs.write('abc/source', chunks(Buffer.from('old')), { maxBytes: 100 });
  async function* broken() {
    yield Buffer.from('new');
    throw new Error('line cut');
  }
  await expect(blobs.write('abc/source', broken(), { maxBytes: 100 })).rejects.toThrow('line cut');
  expect(String(await buffer(blobs.read('abc/source')))).toBe('old');
  expect(scratchFiles()).toEqual([]);
});

it.each([
  '../x',
  'a/../../x',
  '/etc/passwd',
  'a//b',
  '.scratch/x',
  'a/.hidden',
  '',
  'a/',
  'a\\..\\b',
  'a\0b',
  'é',
])('does not take %j for a key', (key) => {
  expect(() => createDiskBlobs(folder).path(key)).toThrow('not the key');
});

it('adopts a file made in a scratch folder', async () => {
  const blobs = createDiskBlobs(folder);
  const scratch = await blobs.scratch('job1');
  writeFileSync(join(scratch, 'v.mp4'), 'pictures');
  await blobs.adopt('abc/v.mp4', join(scratch, 'v.mp4'));
  expect(readFileSync(blobs.path('abc/v.mp4'), 'utf8')).toBe('pictures');
  writeFileSync(join(scratch, 'left'), 'over');
  expect(readdirSync(await blobs.scratch('job1'))).toEqual([]);
  await blobs.discard(scratch);
  expect(scratchFiles()).toEqual([]);
  await expect(blobs.discard(folder)).rejects.toThrow('not a scratch folder');
});

it('removes a video with all its blobs', async () => {
  const blobs = createDiskBlobs(folder);
  await blobs.write('abc/source', chunks(Buffer.from('1')), { maxBytes: 9 });
  await blobs.write('abd/source', chunks(Buffer.from('2')), { maxBytes: 9 });
  await blobs.remove('abc');
  expect(blobs.size('abc/source')).toBeUndefined();
  expect(blobs.size('abd/source')).toBe(1);
});

it('removes what was left in the making, and nothing that is being made', async () => {
  const blobs = createDiskBlobs(folder);
  await blobs.sweep(Date.now());
  const forgotten = await blobs.scratch('forgotten');
  const atWork = await blobs.scratch('at-work');
  writeFileSync(join(folder, '.scratch', 'write-forgotten'), 'x');
  writeFileSync(join(forgotten, 'v.mp4'), 'x');
  writeFileSync(join(atWork, 'v.mp4'), 'x');
  await blobs.write('abc/source', chunks(new Uint8Array(1)), { maxBytes: 1 });
  const long = new Date(Date.now() - 3600_000);
  for (const name of ['forgotten/v.mp4', 'forgotten', 'at-work', 'write-forgotten'])
    utimesSync(join(folder, '.scratch', name), long, long);
  await blobs.sweep(Date.now() - 60_000);
  expect(scratchFiles()).toEqual(['at-work']);
  expect(blobs.size('abc/source')).toBe(1);
});

it('knows how much there is room for', async () => {
  expect(await createDiskBlobs(join(folder, 'new')).room()).toBeGreaterThan(0);
});
