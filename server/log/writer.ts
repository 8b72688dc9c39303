/** The server's end of the writer's thread: gathers the rows of a tick, and settles each when it is on the disk. */
import { Worker } from 'node:worker_threads';
import { assert, must } from '#lib/model/problem.ts';
import { ChangeList } from '#server/store/changes.ts';
import type { SealedSnapshot } from './chain.ts';
import { LogBroken, LogFull, ROW_BYTES, type NewRow } from './log.ts';
import type { FromThread, PackedRow, ThreadData, ToThread } from './message.ts';

type Waiting = {
  readonly bytes: number;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: Error) => void;
};

export class Writer {
  readonly fullChange = new ChangeList<boolean>();
  readonly breakdown = new ChangeList<LogBroken>();
  readonly #data: ThreadData;
  /** Started with the first write: who only reads needs none. */
  #thread: Worker | undefined;
  #rows: PackedRow[] = [];
  #updates: Uint8Array[] = [];
  /** In the order of their answers. */
  readonly #waiting: Waiting[] = [];
  readonly #snapshots: ((reason: string | null) => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #bytes = 0;
  #full = false;
  #broken: LogBroken | null = null;
  #stopped: Promise<void> | null = null;

  constructor(data: ThreadData) {
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
    if (this.#rows.length === 0) queueMicrotask(() => this.#send());
    this.#rows.push([room, person, atMs, JSON.stringify(newClients), update.length]);
    this.#updates.push(update);
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
    this.#send();
    const thread = this.#thread;
    if (!thread) return;
    if (this.#broken) {
      await thread.terminate();
      return;
    }
    const exit = new Promise<void>((done) => thread.once('exit', () => done()));
    this.#post({ type: 'stop' });
    thread.ref();
    await exit;
  }

  /** The rows of this tick, their updates copied into one piece that changes hands. */
  #send(): void {
    if (this.#rows.length === 0 || this.#broken) return;
    const bytes = new Uint8Array(this.#updates.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const update of this.#updates) {
      bytes.set(update, at);
      at += update.length;
    }
    const rows = this.#rows;
    this.#rows = [];
    this.#updates = [];
    this.#post({ type: 'append', rows, bytes }, [bytes.buffer]);
  }

  #post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    const thread = (this.#thread ??= this.#start());
    thread.ref(); // the process stays until it is answered
    thread.postMessage(message, transfer);
  }

  #start(): Worker {
    const thread = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: this.#data });
    thread.on('message', (message: FromThread) => this.#hear(message));
    thread.on('error', (error) => this.#break(`the writer failed: ${String(error)}`));
    thread.on('exit', () => this.#break('the writer ended'));
    return thread;
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'stored':
        this.#answer(message.seqs.length, ({ resolve }, at) =>
          resolve(must(message.seqs[at], 'every stored row has a number')),
        );
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
      case 'broken':
        this.#break(message.reason);
        break;
    }
    if (this.#waiting.length === 0 && this.#snapshots.length === 0 && !this.#stopped) this.#thread?.unref();
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
    this.#updates = [];
    this.#answer(this.#waiting.length, ({ reject }) => reject(error));
    for (const done of this.#snapshots.splice(0)) done(reason);
    this.breakdown.tell(error);
  }
}
