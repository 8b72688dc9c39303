/**
 * What waits for the disk, in order. Nothing in here may be seen by anybody yet. One batch of a room is on its way at a
 * time, its rows appended in one tick: a row is never written when one before it was not.
 */
import { ROW_BYTES, type NewRow } from '#server/log/log.ts';

/** An entry without a row needs no writing; it only waits for what came before it. */
export type Waiting = { readonly row: NewRow | null };

export type Written<Entry> = {
  readonly entry: Entry;
  /** Number of the last row up to this entry, its own included. */
  readonly head: number;
};

export type Outcome<Entry> = {
  written(batch: readonly Written<Entry>[]): void;
  /** The rows of these entries are not in the log, and nothing behind them will be written. */
  lost(entries: readonly Entry[], error: unknown): void;
};

export class Commits<Entry extends Waiting> {
  readonly #append: (row: NewRow) => Promise<number>;
  readonly #outcome: Outcome<Entry>;
  #waiting: Entry[] = [];
  #writing: readonly Entry[] = [];
  #run: Promise<void> | null = null;
  #head = 0;
  #bytes = 0;

  constructor(append: (row: NewRow) => Promise<number>, outcome: Outcome<Entry>) {
    this.#append = append;
    this.#outcome = outcome;
  }

  /** Number of the last row that is on the disk. */
  get head(): number {
    return this.#head;
  }

  /** The log's own count, when the document was read from it. */
  sawHead(head: number): void {
    this.#head = Math.max(this.#head, head);
  }

  /** Bytes that are not on the disk yet, each row with what it costs beside its update. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Rows that are not on the disk yet, in order. */
  get rows(): readonly NewRow[] {
    return [...this.#writing, ...this.#waiting].flatMap(({ row }) => row ?? []);
  }

  /** Whether nothing waits. */
  get quiet(): boolean {
    return this.#run === null;
  }

  push(entry: Entry): void {
    if (!entry.row && !this.#run) return this.#outcome.written([{ entry, head: this.#head }]);
    this.#waiting.push(entry);
    this.#bytes += bytesOf(entry);
    this.#run ??= this.#write();
  }

  /** Settles when nothing waits any more, written or lost. */
  async idle(): Promise<void> {
    while (this.#run) await this.#run;
  }

  async #write(): Promise<void> {
    await Promise.resolve(); // what else is said in this tick goes along
    try {
      while (this.#waiting.length > 0) await this.#writeBatch();
    } catch (error) {
      this.#lose([...this.#writing, ...this.#waiting], error);
    }
    this.#run = null;
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting;
    [this.#writing, this.#waiting] = [batch, []];
    const appended = batch.flatMap(({ row }) => (row ? [this.#append(row)] : []));
    const results = (await Promise.allSettled(appended)).values();
    const written: Written<Entry>[] = [];
    let failure: PromiseRejectedResult | undefined;
    for (const entry of batch) {
      const result = entry.row ? results.next().value : undefined;
      if (result?.status === 'rejected') {
        failure = result;
        break;
      }
      if (result) this.#head = result.value;
      this.#bytes -= bytesOf(entry);
      written.push({ entry, head: this.#head });
    }
    this.#writing = written.length === batch.length ? [] : batch.slice(written.length);
    if (written.length > 0) this.#outcome.written(written);
    if (failure) this.#lose([...this.#writing, ...this.#waiting], failure.reason);
    this.#writing = [];
  }

  #lose(entries: readonly Entry[], error: unknown): void {
    [this.#writing, this.#waiting, this.#bytes] = [[], [], 0];
    this.#outcome.lost(entries, error);
  }
}

function bytesOf({ row }: Waiting): number {
  return row ? row.update.byteLength + ROW_BYTES : 0;
}
