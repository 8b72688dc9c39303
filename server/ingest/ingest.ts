/**
 * How a file becomes a video: its bytes are kept and hashed, a job waits for it, a worker process prepares it, and the
 * row in the store tells people how far it is. The original is never changed. Made by app.ts; the shell tool makes its
 * own beside a running server, and the lease of the job keeps the two apart.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PersonId, StudyId, VideoId } from '#lib/model/id.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { isFull } from '#server/blobs/disk-file.ts';
import type { JobRow } from '#server/store/jobs.ts';
import type { Store } from '#server/store/store.ts';
import type { VideoRow } from '#server/store/videos.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { FIRST_LOOK, OUTPUTS, type Phase, type PreparedFiles, type Problem } from './message.ts';
import { UNKNOWN } from './pace.ts';
import { Pieces } from './pieces.ts';
import { Queue, type Outcome, type Report } from './queue.ts';
import { runWorker, UnusableFile, WORKER_LIMITS, type WorkerLimits } from './worker-process.ts';

export type Arrival = {
  readonly study: StudyId;
  /** As the person calls it; shown, never used as a path. */
  readonly name: string;
  readonly createdBy: PersonId;
  readonly stream: AsyncIterable<Uint8Array>;
  /** How much will come, where that is known: what there is no room for is refused before it is read. */
  readonly bytes?: number;
  /** Without one the disk is the limit. */
  readonly maxBytes?: number;
  /** Whom to name, where the licence asks for it. */
  readonly attribution?: string | null;
};

/** A file that will arrive in pieces. */
export type Announcement = Pick<Arrival, 'study' | 'name' | 'createdBy'> & { readonly bytes: number };

export type OnProgress = Report;

export interface Ingest {
  /** Begins to work off the queue. */
  start(): void;
  /** Looks for jobs now. */
  poke(): void;
  /** Stops the workers; their jobs go on at the next start. */
  stop(): Promise<void>;
  /** Takes a file in: row, bytes, job. Refuses `too-large` and `disk-full`; a broken stream leaves nothing. */
  accept(arrival: Arrival): Promise<VideoRow>;
  /** Makes the row of a file that will arrive in pieces. Refuses `disk-full`. */
  announce(announcement: Announcement): Promise<VideoRow>;
  /** The pieces of announced files. */
  readonly pieces: Pieces;
  /** Puts a failed video into the queue again. Refuses what is not failed. */
  retry(video: VideoId): VideoRow;
  /** Ends the preparation of a video, also where it only waits. It can be tried again. Refuses where there is none. */
  cancel(video: VideoId): VideoRow;
  /** A file of what can be watched while a video is prepared, by the name in its address; undefined where there is none. */
  firstLook(video: VideoId, name: string): string | undefined;
  /** Prepares one video here and now, or watches the process that does; settles when it is ready or failed. */
  runOne(video: VideoId, onProgress: OnProgress): Promise<VideoRow>;
}

export type IngestParts = {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly logger: Logger;
  readonly config: { readonly ingestJobs: number };
  readonly limits?: WorkerLimits;
};

/** A job that took its worker down so often is not tried again. */
const MAX_ATTEMPTS = 3;
const WATCH_EVERY_MS = 500;
/** What nobody has gone on with for so long: an upload, or what a worker had made when its server was killed. */
const FORGOTTEN_MS = 24 * 3600_000;
const FORGET_EVERY_MS = 3600_000;
const MAX_NAME = 200;

export function createIngest({ store, blobs, logger, config, limits = WORKER_LIMITS }: IngestParts): Ingest {
  const watchers = new Map<VideoId, OnProgress>();

  const queue = new Queue(store, logger, config.ingestJobs, async (job, signal, report): Promise<Outcome> => {
    const video = must(store.videos.get(job.video), 'a job goes with its video');
    try {
      if (job.attempts > MAX_ATTEMPTS)
        throw new UnusableFile(unsupported(video, 'it has stopped the server before'));
      const { picture, media } = await prepare(job, video, signal, (phase, done, pace) => {
        report(phase, done, pace);
        watchers.get(video.id)?.(phase, done, pace);
      });
      const write = () => store.videos.setReady(video.id, { picture, media });
      return { state: 'done', write, undo: () => clear(job) };
    } catch (error) {
      await clear(job);
      signal.throwIfAborted();
      const problem = problemOf(error, logger);
      return { state: 'failed', write: () => store.videos.setFailed(video.id, problem) };
    }
  });

  const pieces = new Pieces(store, blobs, (video) => void enqueue(store, queue, video));
  let forgetting: NodeJS.Timeout | undefined;

  function forget(): void {
    removeForgotten(store, blobs, pieces, Date.now() - FORGOTTEN_MS).catch((error: unknown) =>
      logger.warn({ error }, 'What a killed server left behind stays there.'),
    );
  }

  async function refuseWithoutRoom(bytes: number): Promise<void> {
    if ((await blobs.room()) < bytes + limits.freeBytes) throw new Refusal('disk-full');
  }

  /** The files of a video appear before its row says `ready`; nobody is shown them until then. */
  async function prepare(
    job: JobRow,
    video: VideoRow,
    signal: AbortSignal,
    report: Report,
  ): Promise<PreparedFiles> {
    // Each attempt in a folder of its own: one that was thought dead cannot meddle with the next.
    for (let attempt = 1; attempt < job.attempts; attempt++)
      await blobs.discard(await blobs.scratch(scratchOf(job.id, attempt)));
    const folder = await blobs.scratch(scratchOf(job.id, job.attempts));
    try {
      const silent = store.projects.ofStudy(video.study)?.silent ?? false;
      const task = { source: blobs.path(`${video.id}/source`), name: video.name, folder, silent };
      const prepared = await runWorker(task, limits, report, signal);
      report('checking', 1, UNKNOWN); // is it still ours?
      signal.throwIfAborted();
      // An attempt that was killed among these may have left what this one does not make.
      for (const file of OUTPUTS)
        if (prepared.files.includes(file)) await blobs.adopt(`${video.id}/${file}`, join(folder, file));
        else await blobs.remove(`${video.id}/${file}`);
      signal.throwIfAborted();
      return prepared;
    } finally {
      await blobs.discard(folder);
    }
  }

  /** Leaves nothing of a job that came to nothing, but the original; unless somebody has it anew, or did it. */
  async function clear({ id, video, attempts, leaseOwner }: JobRow): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt++)
      await blobs.discard(blobs.scratchPath(scratchOf(id, attempt)));
    const now = store.jobs.ofVideo(video);
    const isTheirs = now?.id !== id || (now.state !== 'cancelled' && now.leaseOwner !== leaseOwner);
    if (!isTheirs) for (const file of OUTPUTS) await blobs.remove(`${video}/${file}`);
  }

  return {
    pieces,
    start() {
      forget();
      forgetting ??= setInterval(forget, FORGET_EVERY_MS).unref();
      queue.start();
    },
    poke: () => queue.poke(),
    async stop() {
      clearInterval(forgetting);
      await Promise.all([pieces.stop(), queue.stop()]);
    },
    async accept({ study, name, createdBy, stream, bytes = 0, maxBytes = Infinity, attribution = null }) {
      await refuseWithoutRoom(bytes);
      const video = store.videos.create({ study, name: cleanName(name), createdBy, attribution });
      try {
        store.videos.setSource(video.id, await blobs.write(`${video.id}/source`, stream, { maxBytes }));
      } catch (error) {
        store.videos.remove(video.id);
        throw error;
      }
      return enqueue(store, queue, video.id);
    },
    async announce({ study, name, createdBy, bytes }) {
      await refuseWithoutRoom(bytes);
      return store.videos.create({ study, name: cleanName(name), createdBy, bytes });
    },
    retry(id) {
      const video = store.videos.get(id);
      if (video?.state !== 'failed')
        throw new Refusal('bad-request', { what: 'Only a failed video can be tried again.' });
      return enqueue(store, queue, id);
    },
    cancel(id) {
      const job = store.jobs.ofVideo(id);
      store.transaction(() => {
        const video = store.videos.get(id);
        if (!video || !queue.cancel(id))
          throw new Refusal('bad-request', { what: 'Only a video that is being prepared can be stopped.' });
        store.videos.setFailed(id, { code: 'preparation-stopped', details: { name: video.name } });
      });
      // Who works on it clears up behind it; of one whose server was killed nobody else does.
      if (job && !queue.worksOn(id))
        clear(job).catch((error: unknown) =>
          logger.warn({ error }, 'What was prepared of a video stays there.'),
        );
      return must(store.videos.get(id), 'the video is there');
    },
    firstLook(id, name) {
      const job = store.jobs.ofVideo(id);
      if (job?.state !== 'running') return undefined;
      const folder = blobs.scratchPath(scratchOf(job.id, job.attempts));
      if (name === FIRST_LOOK.playlist) return join(folder, FIRST_LOOK.playlist);
      return name === FIRST_LOOK.shownAs ? join(folder, FIRST_LOOK.pictures) : undefined;
    },
    async runOne(id, onProgress) {
      watchers.set(id, onProgress);
      try {
        return await settled(store, queue, id, onProgress);
      } finally {
        watchers.delete(id);
      }
    },
  };
}

function scratchOf(id: JobRow['id'], attempt: number): string {
  return `ingest-${id}-${attempt}`;
}

function enqueue(store: Store, queue: Queue, id: VideoId): VideoRow {
  store.transaction(() => {
    store.videos.setState(id, 'queued');
    store.jobs.enqueue(id);
  });
  queue.poke();
  return must(store.videos.get(id), 'the video is there');
}

/** Does the video's job, or waits while another process does, and takes over should that one die. */
async function settled(store: Store, queue: Queue, id: VideoId, onProgress: OnProgress): Promise<VideoRow> {
  for (;;) {
    await queue.doNow(id);
    const video = must(store.videos.get(id), 'the video is there');
    if (video.state === 'ready' || video.state === 'failed') return video;
    const job = store.jobs.ofVideo(id);
    if (job && job.phase !== '') onProgress(job.phase as Phase, job.done, job);
    await new Promise((resolve) => setTimeout(resolve, WATCH_EVERY_MS));
  }
}

async function removeForgotten(store: Store, blobs: Blobs, pieces: Pieces, before: number): Promise<void> {
  await blobs.sweep(before);
  for (const { id, createdAt } of store.videos.inState('uploading')) {
    if (createdAt >= before || (await pieces.holds(id))) continue;
    store.videos.remove(id);
    await blobs.remove(id);
  }
}

/** A file name without its folders, and without characters that control how it or its surroundings are shown. */
function cleanName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  return clean === '' ? 'video' : clean.slice(0, MAX_NAME);
}

function unsupported({ name }: VideoRow, reason: string): Problem {
  return { code: 'unsupported-video', details: { name, reason } };
}

function problemOf(error: unknown, logger: Logger): Problem {
  if (error instanceof UnusableFile) return error.problem;
  if (isFull(error)) return { code: 'disk-full', details: {} };
  const id = randomUUID().slice(0, 8);
  logger.error({ id, error }, 'Preparing a video failed, and it is our fault.');
  return { code: 'internal', details: { id } };
}
