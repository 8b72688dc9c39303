/**
 * The short way to the disk: a commit on the server's own thread. On a quiet disk it takes 0.2 ms, which is less than
 * telling another thread and hearing back. When the disk was slow, or there is much to write, it says so and does
 * nothing: the writer's thread is there for that.
 */
import { Appender, isFull, type PendingRow } from './appender.ts';
import { Patience, type PatienceRule } from './patience.ts';

/** So much of the server's time may pass in commits: everybody waits for them. */
export const PATIENCE: PatienceRule = { share: 0.1, mostMs: 100 };
/** More than this is worth a thread. */
const MOST_BYTES = 64_000;

export class ShortWay {
  readonly #path: string;
  readonly #patience: Patience;
  #appender: Appender | undefined;

  /** Of a log that the writer's thread has opened. */
  constructor(path: string, patience: PatienceRule) {
    this.#path = path;
    this.#patience = new Patience(patience, performance.now());
  }

  /**
   * The numbers of the rows, which are then on the disk; null when nothing was written and the long way is to be taken.
   * Nobody else in this process may be writing. Throws what SQLite throws: the disk failed.
   */
  append(rows: readonly PendingRow[], bytes: number): readonly number[] | null {
    const began = performance.now();
    if (bytes > MOST_BYTES || !this.#patience.has(began)) return null;
    try {
      this.#appender ??= Appender.beside(this.#path);
      return this.#appender.append(rows);
    } catch (error) {
      if (!isForLater(error, this.#path)) throw error;
      return null;
    } finally {
      this.#patience.spend(performance.now() - began);
    }
  }

  close(): void {
    this.#appender?.close();
  }
}

/** Another process writes, or there is no space: the thread waits for the one and finds out about the other. */
function isForLater(error: unknown, path: string): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'SQLITE_BUSY' || isFull(error, path);
}
