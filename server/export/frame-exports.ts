/**
 * Frames as picture files for people at a browser: made while they wait, kept for an hour on the disk, and taken as one
 * archive. Each person has one of a video at a time. A restart forgets them: they are made again in the same way.
 */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, type Id, type PersonId, type VideoId } from '#lib/model/id.ts';
import { Refusal, type ProblemCode, type ProblemDetails } from '#lib/model/problem.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { MANIFEST } from '#server/ingest/message.ts';
import { WORKER_LIMITS } from '#server/ingest/worker-process.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import type { PictureOrder, Pictures } from './pictures.ts';
import { zip, zipBytes, type ZipFile } from './zip.ts';

export type FrameOrder = Pick<PictureOrder, 'video' | 'frames' | 'format'>;

export type FrameExportState = 'waiting' | 'running' | 'done' | 'failed';

/** How far an export is. */
export type FrameExport = Pick<FrameOrder, 'format'> & {
  readonly id: Id<'frame-export'>;
  readonly state: FrameExportState;
  /** Share that is decoded, 0 to 1. */
  readonly done: number;
  /** How many there are, once it is done. */
  readonly frames: number | null;
  /** Of the archive, once it is done. */
  readonly bytes: number | null;
  readonly problem: { readonly code: ProblemCode; readonly details: ProblemDetails } | null;
  /** When it will be removed, milliseconds since 1970; null while it is being made. */
  readonly keptUntil: number | null;
};

export type Archive = {
  readonly frames: number;
  readonly bytes: number;
  /** A ZIP of `bytes` bytes; what is kept stays until the last is taken. */
  readonly pieces: AsyncIterable<Uint8Array>;
};

export type FrameExportPorts = {
  readonly pictures: Pictures;
  readonly blobs: Blobs;
  readonly logger: Logger;
  /** For tests. */
  readonly keptMs?: number;
};

/** Most frames of one export. */
export const MOST_FRAMES = 20_000;
/** Made at once, on the whole server: people who annotate come first. */
const SLOTS = 2;
/** Of one person, of different videos. */
const MOST_OF_PERSON = 3;
const KEPT_MS = 3600_000;
const LONGEST_MS = 4 * 3600_000;

type Kept = Omit<FrameExport, 'keptUntil'> & {
  readonly person: PersonId;
  readonly order: FrameOrder;
  readonly abort: AbortController;
  folder: string | null;
  files: readonly ZipFile[];
  state: FrameExportState;
  done: number;
  frames: number | null;
  bytes: number | null;
  problem: FrameExport['problem'];
  endedAt: number;
  /** Whether nobody wants it any more, and how many are still taking it. */
  dropped: boolean;
  takers: number;
  timer: NodeJS.Timeout | undefined;
  end: Promise<void>;
};

export class FrameExports {
  readonly #ports: FrameExportPorts;
  readonly #keptMs: number;
  readonly #kept = new Map<string, Kept>();
  #running = 0;
  #stopped = false;

  constructor(ports: FrameExportPorts) {
    this.#ports = ports;
    this.#keptMs = ports.keptMs ?? KEPT_MS;
  }

  /**
   * Begins an export; one of the same video that this person has goes away. Refuses `too-many-exports` where they have
   * others that are still being made. What is refused later is told by its state.
   */
  begin(person: PersonId, order: FrameOrder): FrameExport {
    if (this.#stopped) throw new Refusal('server-stopping');
    this.cancel(person, order.video);
    this.#makeRoom(person);
    const kept: Kept = {
      id: newId<'frame-export'>(),
      person,
      order,
      format: order.format,
      abort: new AbortController(),
      folder: null,
      files: [],
      state: 'waiting',
      done: 0,
      frames: null,
      bytes: null,
      problem: null,
      endedAt: 0,
      dropped: false,
      takers: 0,
      timer: undefined,
      end: Promise.resolve(),
    };
    this.#kept.set(keyOf(person, order.video), kept);
    this.#next();
    return this.#told(kept);
  }

  /** The export of a video that this person has begun, while it is kept. */
  of(person: PersonId, video: VideoId): FrameExport | null {
    const kept = this.#kept.get(keyOf(person, video));
    return kept ? this.#told(kept) : null;
  }

  /** Ends and removes it, whatever it is doing. Nothing where there is none. */
  cancel(person: PersonId, video: VideoId): void {
    const kept = this.#kept.get(keyOf(person, video));
    if (kept) this.#drop(kept);
  }

  /** Takes it. Refuses `no-export` where there is none, or it is not done. */
  open(person: PersonId, video: VideoId): Archive {
    const kept = this.#kept.get(keyOf(person, video));
    if (kept?.state !== 'done' || kept.frames === null || kept.bytes === null) throw new Refusal('no-export');
    return { frames: kept.frames, bytes: kept.bytes, pieces: this.#take(kept) };
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const all = [...this.#kept.values()];
    for (const kept of all) this.#drop(kept);
    await Promise.all(all.map(({ end }) => end));
  }

  /** The oldest one that is done makes way for a new one. */
  #makeRoom(person: PersonId): void {
    const theirs = [...this.#kept.values()].filter((kept) => kept.person === person);
    if (theirs.length < MOST_OF_PERSON) return;
    const oldest = theirs.filter(isOver).sort((a, b) => a.endedAt - b.endedAt)[0];
    if (!oldest) throw new Refusal('too-many-exports', { count: MOST_OF_PERSON });
    this.#drop(oldest);
  }

  #next(): void {
    if (this.#running >= SLOTS) return;
    const waiting = [...this.#kept.values()].find(({ state }) => state === 'waiting');
    if (!waiting) return;
    this.#running++;
    waiting.state = 'running';
    waiting.end = this.#make(waiting).finally(() => {
      this.#running--;
      if (!this.#stopped) this.#next();
    });
    this.#next();
  }

  async #make(kept: Kept): Promise<void> {
    const { pictures, blobs, logger } = this.#ports;
    const started = performance.now();
    try {
      kept.folder = await blobs.scratch(`frames-${kept.id}`);
      // At most half of what there is room for: videos arrive on the same disk.
      const limits = { ...WORKER_LIMITS, totalMs: LONGEST_MS, freeBytes: (await blobs.room()) / 2 };
      const order = { ...kept.order, folder: kept.folder, most: MOST_FRAMES, limits };
      kept.frames = await pictures.pull(order, (done) => void (kept.done = done), kept.abort.signal);
      kept.files = await filesIn(kept.folder, kept.order.video);
      kept.bytes = zipBytes(kept.files);
      kept.state = 'done';
      kept.done = 1;
    } catch (error) {
      if (kept.dropped) return;
      kept.state = 'failed';
      kept.problem = toldOf(error, kept.id, logger);
    } finally {
      const { state, frames, bytes, id } = kept;
      const ms = Math.round(performance.now() - started);
      logger.info(
        { export: id, video: kept.order.video, state, frames, bytes, ms },
        'An export of frames has ended.',
      );
      kept.endedAt = Date.now();
      if (kept.dropped || state === 'failed') await this.#discard(kept);
      if (!kept.dropped) kept.timer = setTimeout(() => this.#drop(kept), this.#keptMs).unref();
    }
  }

  async *#take(kept: Kept): AsyncGenerator<Uint8Array, void, void> {
    kept.takers++;
    try {
      yield* zip(kept.files, new Date(kept.endedAt));
    } finally {
      kept.takers--;
      if (kept.dropped) await this.#discard(kept);
    }
  }

  #drop(kept: Kept): void {
    if (kept.dropped) return;
    kept.dropped = true;
    clearTimeout(kept.timer);
    this.#kept.delete(keyOf(kept.person, kept.order.video));
    kept.abort.abort();
    if (isOver(kept)) kept.end = this.#discard(kept);
  }

  async #discard(kept: Kept): Promise<void> {
    const { folder } = kept;
    if (folder === null || kept.takers > 0) return;
    kept.folder = null;
    await this.#ports.blobs
      .discard(folder)
      .catch((error: unknown) =>
        this.#ports.logger.warn({ error }, 'An export of frames stays on the disk.'),
      );
  }

  #told({ id, format, state, done, frames, bytes, problem: what, endedAt }: Kept): FrameExport {
    const keptUntil = state === 'done' || state === 'failed' ? endedAt + this.#keptMs : null;
    return { id, format, state, done, frames, bytes, problem: what, keptUntil };
  }
}

function keyOf(person: PersonId, video: VideoId): string {
  return `${person} ${video}`;
}

function isOver({ state }: Kept): boolean {
  return state === 'done' || state === 'failed';
}

/** The manifest first: who reads the archive as a stream learns what comes. */
async function filesIn(folder: string, video: VideoId): Promise<ZipFile[]> {
  const names = (await readdir(join(folder, video))).sort();
  return [MANIFEST, ...names.map((name) => `${video}/${name}`)].map((name) => {
    const path = join(folder, name);
    return { name, path, bytes: statSync(path).size };
  });
}

function toldOf(error: unknown, id: string, logger: Logger): FrameExport['problem'] {
  if (error instanceof Refusal) return { code: error.problem.code, details: error.details };
  logger.error({ id, error }, 'An export of frames failed, and it is our fault.');
  return { code: 'internal', details: { id } };
}
