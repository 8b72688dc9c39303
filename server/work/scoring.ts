/** Scores trainings, one after the other, each in a thread of its own: comparing large layers takes seconds. */
import { Worker } from 'node:worker_threads';
import { Refusal } from '#lib/model/problem.ts';
import type { Score } from '#lib/model/training.ts';
import type { ToScore } from './score-thread.ts';

/** Longer, and it is given up. */
const PATIENCE_MS = 60_000;
/** Memory of one thread. */
const MOST_MB = 512;
/** More do not wait. */
const MOST_WAITING = 50;

export class Scoring {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  readonly #patienceMs: number;

  constructor(patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  /** Refuses `server-busy` where too many wait, `not-scored` where it takes too long or too much memory. */
  async score(what: ToScore): Promise<Score> {
    if (this.#waiting >= MOST_WAITING) throw new Refusal('server-busy');
    this.#waiting += 1;
    const mine = this.#last.then(() => this.#run(what));
    this.#last = mine.catch(() => undefined); // whoever asked for it is told
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }

  #run(workerData: ToScore): Promise<Score> {
    const thread = new Worker(new URL('./score-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
    });
    return new Promise<Score>((done, fail) => {
      const refuse = (reason: string) => fail(new Refusal('not-scored', { reason }));
      const timer = setTimeout(() => {
        refuse('it takes too long');
        void thread.terminate();
      }, this.#patienceMs);
      thread.once('message', (score: Score) => done(score));
      thread.once('error', (error: Error & { readonly code?: string }) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refuse('it takes too much memory') : fail(error),
      );
      thread.once('exit', () => {
        clearTimeout(timer);
        refuse('the comparison ended early'); // where it has answered, this says nothing any more
      });
    });
  }
}
