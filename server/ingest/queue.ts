/**
 * Works off the jobs of the store, a few at a time, beside other processes that do the same. A job is held by a lease
 * that is renewed while its worker runs: after a crash the lease runs out and somebody else takes the job.
 */
import { randomUUID } from 'node:crypto';
import type { VideoId } from '#lib/model/id.ts';
import type { JobRow } from '#server/store/jobs.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import type { Pace, Phase } from './message.ts';

const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;
/** Jobs come by `poke`; this finds those of other processes that are gone. */
const LOOK_EVERY_MS = 10_000;

/** What a job came to; `write` runs in one transaction with the job's end, if it is still ours then, else `undo` runs. */
export type Outcome = {
  readonly state: 'done' | 'failed';
  readonly write: () => void;
  readonly undo?: () => Promise<void>;
};

/** Says how far a job is. */
export type Report = (phase: Phase, done: number, pace: Pace) => void;

/** Does a job, for as long as the signal lets it. Rejects with the signal's reason when that ends it. */
export type DoJob = (job: JobRow, signal: AbortSignal, report: Report) => Promise<Outcome>;

/** Why a job ends without result and without fault: stopping, somebody else has it, a person wants it no more. */
class LetGo extends Error {
  override readonly name = 'LetGo';
}

export class Queue {
  readonly #store: Store;
  readonly #logger: Logger;
  readonly #slots: number;
  readonly #do: DoJob;
  readonly #owner = `${process.pid}-${randomUUID()}`;
  readonly #running = new Map<
    JobRow['id'],
    { readonly video: VideoId; readonly abort: AbortController; readonly end: Promise<void> }
  >();
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  /** @param slots jobs done at once */
  constructor(store: Store, logger: Logger, slots: number, doJob: DoJob) {
    this.#store = store;
    this.#logger = logger;
    this.#slots = slots;
    this.#do = doJob;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.poke(), LOOK_EVERY_MS);
    this.poke();
  }

  /** Looks for jobs now. */
  poke(): void {
    while (this.#timer && !this.#stopped && this.#running.size < this.#slots) {
      const job = this.#claim();
      if (!job) return;
      void this.#hold(job).then(() => this.poke());
    }
  }

  /** Does the job of one video here and now. False when another process has it, or there is none. */
  async doNow(video: VideoId): Promise<boolean> {
    const job = this.#claim(video);
    if (job) await this.#hold(job);
    return job !== undefined;
  }

  /** Takes the video's job out of the queue, or from whoever works on it. False when there is none. */
  cancel(video: VideoId): boolean {
    const cancelled = this.#store.jobs.cancel(video);
    for (const running of this.#running.values())
      if (running.video === video) running.abort.abort(new LetGo('it was cancelled'));
    return cancelled;
  }

  /** Whether the video's job is being done here. */
  worksOn(video: VideoId): boolean {
    return [...this.#running.values()].some((running) => running.video === video);
  }

  /** Lets go of all jobs; others, or the next start, take them up at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(new LetGo('stopping'));
    await Promise.all(running.map(({ end }) => end));
  }

  #claim(video: VideoId | null = null): JobRow | undefined {
    return this.#store.transaction(() => {
      const job = this.#store.jobs.claim(this.#owner, LEASE_MS, video);
      if (job) this.#store.videos.setState(job.video, 'preparing');
      return job;
    });
  }

  #hold(job: JobRow): Promise<void> {
    const abort = new AbortController();
    const end = this.#work(job, abort);
    this.#running.set(job.id, { video: job.video, abort, end });
    return end;
  }

  async #work(job: JobRow, abort: AbortController): Promise<void> {
    const { jobs } = this.#store;
    const goOnIf = (ours: boolean) => ours || abort.abort(new LetGo('it is no longer ours'));
    const renewal = setInterval(() => goOnIf(jobs.renew(job.id, this.#owner, LEASE_MS)), RENEW_EVERY_MS);
    const report: Report = (phase, done, pace) =>
      void goOnIf(jobs.progress(job.id, this.#owner, phase, done, pace));
    const fields = { job: job.id, video: job.video, attempt: job.attempts };
    const started = performance.now();
    try {
      this.#logger.info(fields, 'Preparing a video.');
      const { state, write, undo } = await this.#do(job, abort.signal, report);
      const ours = this.#store.transaction(() => {
        const held = jobs.finish(job.id, this.#owner, state);
        if (held) write();
        return held;
      });
      if (!ours) await undo?.();
      const ms = Math.round(performance.now() - started);
      this.#logger.info({ ...fields, ms, state, ours }, 'The preparation of a video has ended.');
    } catch (error) {
      if (abort.signal.reason instanceof LetGo) {
        jobs.release(job.id, this.#owner);
        this.#logger.info({ ...fields, reason: abort.signal.reason.message }, 'Letting go of a video.');
      } else {
        jobs.finish(job.id, this.#owner, 'failed');
        this.#logger.error({ ...fields, error }, 'The preparation of a video broke off.');
      }
    } finally {
      clearInterval(renewal);
      this.#running.delete(job.id);
    }
  }
}
