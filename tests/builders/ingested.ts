/** A file prepared by a worker process as the server does it, and what came out. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { PreparedFiles, Task } from '#server/ingest/message.ts';
import { runWorker, WORKER_LIMITS, type WorkerLimits } from '#server/ingest/worker-process.ts';
import { makeClip, type ClipPlan } from './clip.ts';

export type Ingested = PreparedFiles & {
  readonly index: FrameIndex;
  /** Path of a file that was made. */
  readonly file: (name: string) => string;
};

/** @param below a folder that the test removes */
export async function ingestFile(
  source: string,
  below: string,
  limits: WorkerLimits = WORKER_LIMITS,
  more: Pick<Task, 'silent'> = {},
): Promise<Ingested> {
  const folder = mkdtempSync(join(below, 'out-'));
  const task = { source, name: source.split('/').at(-1) ?? '', folder, ...more };
  const prepared = await runWorker(task, limits, () => undefined, new AbortController().signal);
  const file = (name: string) => join(folder, name);
  return { ...prepared, file, index: FrameIndex.decode(readFileSync(file('frames.lfi'))) };
}

/** Makes the clip, then prepares it. */
export async function ingestClip(plan: Omit<ClipPlan, 'path'>, below: string): Promise<Ingested> {
  const path = join(mkdtempSync(join(below, 'in-')), 'clip');
  makeClip({ ...plan, path });
  return ingestFile(path, below);
}

/** A new folder for a test's files. */
export function testFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `loupe-${name}-`));
}
