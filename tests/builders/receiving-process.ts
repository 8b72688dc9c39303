/**
 * A process that takes an announced file in pieces until it is killed, and says how much it has acknowledged, one number
 * a line: `node receiving-process.ts FOLDER VIDEO SEED`. Each byte can be made again from its place and the seed.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { VideoId } from '#lib/model/id.ts';
import { createDiskBlobs } from '#server/blobs/disk-blobs.ts';
import { createIngest, type Ingest } from '#server/ingest/ingest.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { createLogger } from '#server/telemetry/logger.ts';

/** Bytes of the file from one place to another. */
export function bytesBetween(from: number, to: number, seed: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  for (let at = from; at < to; at++) bytes[at - from] = at * 31 + (at >> 8) + seed;
  return bytes;
}

/** An ingest over a folder, as the server has it. */
export function ingestOver(folder: string): { readonly store: Store; readonly ingest: Ingest } {
  const store = createStore(join(folder, 'loupe.db'));
  const blobs = createDiskBlobs(join(folder, 'blobs'));
  const logger = createLogger('silent');
  return { store, ingest: createIngest({ store, blobs, logger, config: { ingestJobs: 1 } }) };
}

const PIECE = 200_000;
const CHUNK = 16_384;

async function receive(folder: string, video: VideoId, seed: number): Promise<void> {
  const { ingest } = ingestOver(folder);
  for (let from = await ingest.pieces.received(video); ;) {
    const stream = (async function* () {
      for (let at = from; at < from + PIECE; at += CHUNK)
        yield bytesBetween(at, Math.min(at + CHUNK, from + PIECE), seed);
    })();
    from = await ingest.pieces.append(video, { from, stream, cut: () => undefined });
    writeSync(1, `${from}\n`);
  }
}

const [, script, folder, video, seed] = process.argv;
if (script === import.meta.filename && folder !== undefined)
  await receive(folder, video as VideoId, Number(seed));
