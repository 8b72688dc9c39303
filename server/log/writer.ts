/**
 * Gathers the rows of a turn of the event loop, brings them to the disk, and settles each when it is there: by the
 * short way, in this thread, while the disk is quick; else, and whenever the writer's thread is at work, through that.
 */
import { setImmediate } from 'node:timers';
import { Worker } from 'node:worker_threads';
import { assert, must } from '#lib/model/problem.ts';
import { ChangeList } from '#server/store/changes.ts';
import { sentenceOf, WAL_FULL_BYTES, walBytes, type PendingRow } from './appender.ts';
import type { SealedSnapshot } from './chain.ts';
import { LogBroken, LogFull, ROW_BYTES, type NewRow } from './log.ts';
import type { FromThread, PackedRow, ThreadData, ToThread } from './message.ts';
import type { PatienceRule } from './patience.ts';
import { ShortWay } from './short-way.ts';

type Waiting = {
  readonly bytes: number;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: Error) => void;
};

export type WriterData = ThreadData & {
  /** The silence after which the WAL is folded into the database. */
  readonly quietMs: number;
  /** How much of the server's time may pass in commits. */
  readonly patience: PatienceRule;
};

export class Writer {
  readonly fullChange = new ChangeList<boolean>();
  readonly breakdown = new ChangeList<LogBroken>();
  readonly #data: WriterData;
  /** Started with the first write: who only reads needs none. */
  #thread: Worker | undefined;
  /** Null until the thread has opened the log. */
  #shortWay: ShortWay | null = null;
  /** Not yet on their way. */
  #rows: PendingRow[] = [];
  /** In the order of their answers. */
  readonly #waiting: Waiting[] = [];
  readonly #snapshots: ((reason: string | null) => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #bytes = 0;
  /** About how much the WAL has grown since it was last folded in. */
  #walBytes = 0;
  #folding = false;
  #quiet: NodeJS.Timeout | undefined;
  #full = false;
  #broken: LogBroken | null = null;
  #stopped: Promise<void> | null = null;

  constructor(data: WriterData) {
    this.#data = data;
  }

  get full(): boolean {
    return this.#full;
  }

  /** Bytes that wait for the disk. */
  get waiting(): number {
    return this.#bytes;
  }

  append(room: string, row: NewRow): Promise<number> {
    assert(!this.#stopped, 'nothing is appended to a log that has stopped');
    assert(room !== '' && Number.isSafeInteger(row.atMs), 'a row has a room and a time');
    if (this.#broken) return Promise.reject(this.#broken);
    const { person, atMs, update, newClients } = row;
    if (this.#rows.length === 0) setImmediate(() => this.#write()); // after all that has come in this turn
    this.#rows.push({ room, person, atMs, clients: JSON.stringify(newClients), update });
    const bytes = update.length + ROW_BYTES;
    this.#bytes += bytes;
    const stored = new Promise<number>((resolve, reject) => this.#waiting.push({ bytes, resolve, reject }));
    this.#last = stored;
    return stored;
  }

  /** Answers null when it is kept, else the reason why it is not. */
  snapshot(room: string, snapshot: SealedSnapshot): Promise<string | null> {
    if (this.#stopped || this.#broken) return Promise.resolve('the log has ended');
    return new Promise((done) => {
      this.#snapshots.push(done);
      this.#post({ type: 'snapshot', room, snapshot });
      this.#grow(1, snapshot.packed.length);
    });
  }

  /** When all that was appended until now is on the disk, or known not to be. */
  async settled(): Promise<void> {
    await this.#last.catch(() => {}); // whoever appended it has been told
  }

  /** Writes what waits, and ends the thread. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#write();
    clearTimeout(this.#quiet);
    const thread = this.#thread;
    if (!thread) return;
    if (this.#broken) {
      await thread.terminate();
      return; // the short way stays open: closing it would write and sync again
    }
    const exit = new Promise<void>((done) => thread.once('exit', () => done()));
    this.#post({ type: 'stop' });
    await exit;
    if (!this.#broken) this.#shortWay?.close();
  }

  /** The rows of this turn. */
  #write(): void {
    const rows = this.#rows;
    if (rows.length === 0 || this.#broken) return;
    this.#rows = [];
    const bytes = rows.reduce((sum, { update }) => sum + update.length, 0);
    try {
      const isAlone = this.#waiting.length === rows.length && this.#snapshots.length === 0 && !this.#folding;
      const seqs = isAlone && !this.#full ? this.#shortWay?.append(rows, bytes) : null;
      if (seqs) this.#stored(seqs);
      else this.#send(rows, bytes);
    } catch (error) {
      return this.#break(sentenceOf(error));
    }
    this.#grow(rows.length, bytes);
  }

  /** The long way: the updates are copied into one piece that changes hands. */
  #send(rows: readonly PendingRow[], length: number): void {
    const bytes = new Uint8Array(length);
    let at = 0;
    const packed = rows.map(({ room, person, atMs, clients, update }): PackedRow => {
      bytes.set(update, at);
      at += update.length;
      return [room, person, atMs, clients, update.length];
    });
    this.#post({ type: 'append', rows: packed, bytes }, [bytes.buffer]);
  }

  /** The WAL is folded into the database when it is nearly full, and after a silence. */
  #grow(rows: number, bytes: number): void {
    this.#walBytes += walBytes(rows, bytes);
    if (this.#walBytes > WAL_FULL_BYTES) this.#fold();
    else if (this.#quiet) this.#quiet.refresh();
    else this.#quiet = setTimeout(() => this.#fold(), this.#data.quietMs).unref();
  }

  #fold(): void {
    if (this.#folding || this.#broken || this.#stopped || this.#walBytes === 0) return;
    this.#folding = true;
    this.#walBytes = 0;
    this.#post({ type: 'fold' });
  }

  #post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    const thread = (this.#thread ??= this.#start());
    thread.ref(); // the process stays until it is answered
    thread.postMessage(message, transfer);
  }

  #start(): Worker {
    const { path, probeMs } = this.#data;
    const workerData: ThreadData = { path, probeMs };
    const thread = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData });
    thread.on('message', (message: FromThread) => this.#hear(message));
    thread.on('error', (error) => this.#break(`the writer failed: ${String(error)}`));
    thread.on('exit', () => this.#break('the writer ended'));
    return thread;
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'stored':
        this.#shortWay ??= new ShortWay(this.#data.path, this.#data.patience);
        this.#stored(message.seqs);
        break;
      case 'full': {
        this.#setFull(true);
        const error = new LogFull('There is no space on the disk.');
        this.#answer(message.count, ({ reject }) => reject(error));
        break;
      }
      case 'space':
        this.#setFull(false);
        break;
      case 'snapshot':
        must(this.#snapshots.shift(), 'every snapshot is asked for')(message.reason);
        break;
      case 'folded':
        this.#folding = false;
        break;
      case 'broken':
        this.#break(message.reason);
        break;
    }
    const isIdle = this.#waiting.length === 0 && this.#snapshots.length === 0 && !this.#folding;
    if (isIdle && !this.#stopped) this.#thread?.unref();
  }

  #stored(seqs: readonly number[]): void {
    this.#answer(seqs.length, ({ resolve }, at) => resolve(must(seqs[at], 'every stored row has a number')));
  }

  #answer(count: number, tell: (waiting: Waiting, at: number) => void): void {
    for (const [at, waiting] of this.#waiting.splice(0, count).entries()) {
      this.#bytes -= waiting.bytes;
      tell(waiting, at);
    }
  }

  #setFull(full: boolean): void {
    if (full === this.#full) return;
    this.#full = full;
    this.fullChange.tell(full);
  }

  #break(reason: string): void {
    if (this.#broken || (this.#stopped && this.#waiting.length === 0)) return;
    const error = new LogBroken(`The log cannot be written (${reason}).`);
    this.#broken = error;
    this.#rows = [];
    clearTimeout(this.#quiet);
    this.#answer(this.#waiting.length, ({ reject }) => reject(error));
    for (const done of this.#snapshots.splice(0)) done(reason);
    this.breakdown.tell(error);
  }
}
