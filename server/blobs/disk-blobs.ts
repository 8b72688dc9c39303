/** Blobs in a folder: a key is a path below it, a blob appears by rename after fsync. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Refusal } from '#lib/model/problem.ts';
import type { Blobs } from './blobs.ts';
import { isFull, publish, readable } from './disk-file.ts';
import { DiskIncoming } from './disk-incoming.ts';

/** Files and folders in the making; no key begins with a dot, so none of them can be read as a blob. */
const SCRATCH = '.scratch';

/** Blobs below a folder, which is made when the first one comes. */
export function createDiskBlobs(folder: string): Blobs {
  const root = resolve(folder);
  const path = (key: string) => join(root, ...checked(key));

  function scratchPath(name: string): string {
    const [only, ...rest] = checked(name);
    if (only === undefined || rest.length > 0)
      throw new Error(`"${name}" is not the name of a scratch folder.`);
    return join(root, SCRATCH, only);
  }

  return {
    async write(key, stream, { maxBytes }) {
      const target = path(key);
      const temporary = join(root, SCRATCH, `write-${randomUUID()}`);
      await mkdir(dirname(temporary), { recursive: true });
      try {
        const written = await copy(stream, temporary, maxBytes);
        await publish(temporary, target);
        return written;
      } catch (error) {
        await rm(temporary, { force: true });
        throw isFull(error) ? new Refusal('disk-full') : error;
      }
    },
    async adopt(key, file) {
      const handle = await open(file, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      await publish(file, path(key));
    },
    async scratch(name) {
      const made = scratchPath(name);
      await rm(made, { recursive: true, force: true });
      await mkdir(made, { recursive: true });
      return made;
    },
    scratchPath,
    async discard(scratch) {
      if (dirname(resolve(scratch)) !== join(root, SCRATCH))
        throw new Error(`${scratch} is not a scratch folder.`);
      // Who was killed in it may still be writing.
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
    incoming(key) {
      return new DiskIncoming(join(root, SCRATCH, `incoming-${checked(key).join('.')}`), path(key));
    },
    async sweep(before) {
      const scratch = join(root, SCRATCH);
      const names = await readdir(scratch).catch(absent<string[]>([]));
      for (const name of names) {
        const path = join(scratch, name);
        if ((await touched(path)) < before) await rm(path, { recursive: true, force: true });
      }
    },
    async room() {
      await mkdir(root, { recursive: true });
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
    path,
    read: (key, range) => createReadStream(path(key), range && { start: range.start, end: range.end }),
    size(key) {
      const stat = statSync(path(key), { throwIfNoEntry: false });
      return stat?.isFile() ? stat.size : undefined;
    },
    remove: (prefix) => rm(path(prefix), { recursive: true, force: true }),
  };
}

/** The parts of a key. Throws on anything that could lead out of the folder or hide in it. */
function checked(key: string): string[] {
  const parts = key.split('/');
  if (key.length > 200 || parts.some((part) => !/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part))) {
    throw new Error(`"${key.slice(0, 80)}" is not the key of a blob.`);
  }
  return parts;
}

async function copy(
  stream: AsyncIterable<Uint8Array>,
  file: string,
  maxBytes: number,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new Refusal('too-large', { what: 'The file', limit: readable(maxBytes) });
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** When a file, or a folder or anything in it, was last written to: milliseconds since 1970. */
async function touched(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const names = await readdir(path).catch(absent<string[]>([]));
  const inside = names.map(
    async (name) => (await stat(join(path, name)).catch(absent({ mtimeMs: 0 }))).mtimeMs,
  );
  return Math.max(mtimeMs, ...(await Promise.all(inside)));
}

/** For what another process may have taken away, or what is no folder. */
function absent<T>(otherwise: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return otherwise;
    throw error;
  };
}
