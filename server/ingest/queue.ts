/**
 * Works off the jobs of the store, a few at a time, beside other processes that do the same. A job is held by a lease
 * that is renewed while its worker runs: after a crash the lease runs out and somebody else takes the job.
 */
import { randomUUID } from 'node:crypto';
import type { VideoId } from '#lib/model/id.ts';
import type { JobRow } from '#server/store/jobs.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';

const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;
/** Jobs come by `poke`; this finds those of other processes that are gone. */
const LOOK_EVERY_MS = 10_000;

/** Does a job; rejects when it could not, also when the signal stops it. */
export type DoJob = (job: JobRow, signal: AbortSignal) => Promise<void>;

/** Why a job ends without result and without fault: stopping, or somebody else has it. */
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
    { readonly abort: AbortController; readonly end: Promise<void> }
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
      const job = this.#store.jobs.claim(this.#owner, LEASE_MS);
      if (!job) return;
      void this.#hold(job).then(() => this.poke());
    }
  }

  /** Does the job of one video here and now. False when another process has it, or there is none. */
  async doNow(video: VideoId): Promise<boolean> {
    const job = this.#store.jobs.claim(this.#owner, LEASE_MS, video);
    if (job) await this.#hold(job);
    return job !== undefined;
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

  #hold(job: JobRow): Promise<void> {
    const abort = new AbortController();
    const end = this.#work(job, abort);
    this.#running.set(job.id, { abort, end });
    return end;
  }

  async #work(job: JobRow, abort: AbortController): Promise<void> {
    const renewal = setInterval(() => {
      if (!this.#store.jobs.renew(job.id, this.#owner, LEASE_MS))
        abort.abort(new LetGo('somebody else has it'));
    }, RENEW_EVERY_MS);
    const fields = { job: job.id, video: job.video, attempt: job.attempts };
    const started = performance.now();
    try {
      this.#logger.info(fields, 'Preparing a video.');
      await this.#do(job, abort.signal);
      this.#store.jobs.finish(job.id, 'done');
      this.#logger.info({ ...fields, ms: Math.round(performance.now() - started) }, 'A video is prepared.');
    } catch (error) {
      if (abort.signal.reason instanceof LetGo) {
        this.#store.jobs.release(job.id, this.#owner);
        this.#logger.info({ ...fields, reason: abort.signal.reason.message }, 'Letting go of a video.');
      } else {
        this.#store.jobs.finish(job.id, 'failed');
        this.#logger.warn({ ...fields, error }, 'A video could not be prepared.');
      }
    } finally {
      clearInterval(renewal);
      this.#running.delete(job.id);
    }
  }
}
