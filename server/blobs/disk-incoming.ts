/** A blob that arrives in pieces, in a folder of its own: its bytes, and beside them a note of how many are durable. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '#lib/model/problem.ts';
import type { Incoming, Written } from './blobs.ts';
import { isFull, publish, readable, syncFolder } from './disk-file.ts';

/** A note is made after so many bytes or so much time: what comes after it must be sent again when the server dies. */
const NOTE_BYTES = 64 * 1024 * 1024;
const NOTE_MS = 30_000;

export class DiskIncoming implements Incoming {
  readonly #folder: string;
  readonly #data: string;
  readonly #note: string;

  readonly #target: string;

  /**
   * @param folder made when the first piece comes, gone when the last one has
   * @param target the blob that it becomes
   */
  constructor(folder: string, target: string) {
    this.#folder = folder;
    this.#target = target;
    this.#data = join(folder, 'data');
    this.#note = join(folder, 'durable');
  }

  async size(): Promise<number | undefined> {
    try {
      return Number(await readFile(this.#note, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async append(
    from: number,
    stream: AsyncIterable<Uint8Array>,
    { maxBytes }: { readonly maxBytes: number },
  ): Promise<number> {
    const durable = (await this.size()) ?? 0;
    if (from !== durable) throw new Refusal('upload-elsewhere', { offset: durable });
    await mkdir(this.#folder, { recursive: true });
    const handle = await open(this.#data, constants.O_RDWR | constants.O_CREAT, 0o600);
    let at = durable;
    let noted = { at: -1, ms: performance.now() };
    const note = async () => {
      if (at !== noted.at) await this.#noteDown(handle, at);
      noted = { at, ms: performance.now() };
    };
    try {
      await handle.truncate(durable); // what came after the last note may not be whole
      for await (const chunk of stream) {
        if (at + chunk.byteLength > maxBytes)
          throw new Refusal('too-large', { what: 'The file', limit: readable(maxBytes) });
        await writeWhole(handle, chunk, at);
        at += chunk.byteLength;
        if (at - noted.at >= NOTE_BYTES || performance.now() - noted.ms >= NOTE_MS) await note();
      }
    } catch (error) {
      throw isFull(error) ? new Refusal('disk-full') : error;
    } finally {
      // Also of a piece that broke off: what has come is not asked for again.
      await note().finally(() => handle.close());
    }
    return at;
  }

  async finish(): Promise<Written> {
    // Where a killed server had given it its name already, only the hash is missing.
    const path = (await exists(this.#data)) ? this.#data : this.#target;
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).byteLength;
    }
    if (path === this.#data) await publish(path, this.#target);
    await this.discard();
    return { bytes, sha256: hash.digest('hex') };
  }

  async discard(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The bytes are on disk before the note says so, and the note is whole or the one before. */
  async #noteDown(handle: FileHandle, durable: number): Promise<void> {
    await handle.sync();
    const next = await open(`${this.#note}.next`, 'w', 0o600);
    try {
      await next.writeFile(String(durable));
      await next.sync();
    } finally {
      await next.close();
    }
    await rename(`${this.#note}.next`, this.#note);
    await syncFolder(dirname(this.#note));
  }
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.byteLength;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.byteLength - done, at + done);
    done += bytesWritten;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
