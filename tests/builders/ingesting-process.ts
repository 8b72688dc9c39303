/**
 * A process that prepares a queued video as the server does, and is killed as soon as it comes to a point of that:
 * `node ingesting-process.ts FOLDER VIDEO POINT`. A point is a phase, or `keeping`: some files have been kept, others not.
 */
import { join } from 'node:path';
import type { VideoId } from '#lib/model/id.ts';
import { createDiskBlobs } from '#server/blobs/disk-blobs.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { createIngest, type Ingest } from '#server/ingest/ingest.ts';
import { WORKER_LIMITS, type WorkerLimits } from '#server/ingest/worker-process.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { createLogger } from '#server/telemetry/logger.ts';

export const POINTS = ['reading', 'preparing', 'checking', 'keeping'] as const;
export type Point = (typeof POINTS)[number];

/** Of how many files that are kept `keeping` speaks. */
const KEPT = 2;

/** An ingest over a folder: its database there, its blobs below it. */
export function ingestIn(
  folder: string,
  keeping: () => void = () => undefined,
  limits: WorkerLimits = WORKER_LIMITS,
): { readonly store: Store; readonly blobs: Blobs; readonly ingest: Ingest } {
  const store = createStore(join(folder, 'loupe.db'));
  const disk = createDiskBlobs(join(folder, 'blobs'));
  let kept = 0;
  const blobs: Blobs = {
    ...disk,
    async adopt(key, file) {
      await disk.adopt(key, file);
      if (++kept === KEPT) keeping();
    },
  };
  const config = { ingestJobs: 1 };
  return {
    store,
    blobs,
    ingest: createIngest({ store, blobs, logger: createLogger('silent'), config, limits }),
  };
}

const [, script, folder, video, point] = process.argv;
if (script === import.meta.filename && folder !== undefined) {
  const end = () => process.kill(process.pid, 'SIGKILL');
  const { ingest } = ingestIn(folder, () => point === 'keeping' && end());
  await ingest.runOne(video as VideoId, (phase) => phase === point && end());
}
