/** The archive, read back from its list at the end, as programs do. */
import { createWriteStream, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readZip } from '../../tests/builders/read-zip.ts';
import { zip, zipBytes, type ZipFile } from './zip.ts';

const AT = new Date('2026-11-25T10:31:07Z');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: Uint8Array): ZipFile {
  const path = join(folder, name.replaceAll('/', '-'));
  writeFileSync(path, content);
  return { name, path, bytes: content.byteLength };
}

async function read(files: readonly ZipFile[]): Promise<ReadonlyMap<string, Buffer>> {
  const path = join(folder, 'archive.zip');
  await pipeline(zip(files, AT), createWriteStream(path));
  const archive = readFileSync(path);
  expect(archive.byteLength).toBe(zipBytes(files));
  return readZip(archive);
}

it('is read back whole', async () => {
  const files = [
    file('manifest.json', Buffer.from('{}')),
    file('v1/frame_000007.png', Buffer.alloc(200_000, 'picture')),
    file('v1/frame_000008.png', Buffer.alloc(9_000_000, 'large')),
    file('v1/frame_000009.png', Buffer.alloc(0)),
  ];
  const back = await read(files);
  expect([...back.keys()]).toEqual(files.map(({ name }) => name));
  for (const { name, path } of files) expect(back.get(name)?.equals(readFileSync(path))).toBe(true);
});

it('places what lies beyond 4 GiB', () => {
  const large = (n: number): ZipFile => ({ name: `f${n}`, path: '', bytes: 0xf000_0000 });
  const [one, two] = [zipBytes([large(0)]), zipBytes([large(0), large(1)])];
  expect(two - one).toBe(30 + 2 + 0xf000_0000 + 46 + 2 + 76);
  expect(zipBytes([large(0), large(1), large(2)]) - two).toBe(30 + 2 + 0xf000_0000 + 46 + 2 + 12);
});

it('says when a file is not what it was', async () => {
  const one = file('changed', Buffer.alloc(10));
  truncateSync(one.path, 3);
  await expect(read([one])).rejects.toThrow('has changed');
});
