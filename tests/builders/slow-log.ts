/** The history in memory with a hand on it: when it writes, and what it says then. */
import * as Y from 'yjs';
import type { Log, LogBroken, NewRow, Opening, Row } from '#server/log/log.ts';
import { createMemoryLog, type MemoryLog } from '#server/log/memory-log.ts';

export class SlowLog implements Log {
  readonly inner: MemoryLog = createMemoryLog();
  /** Rooms that were read, in order. */
  readonly openings: string[] = [];
  /** Numbers of the rows behind which a snapshot was kept. */
  readonly snapshots: number[] = [];
  /** Called before a room is read: what it throws is what reading it throws. */
  onOpen: (room: string) => Promise<void> | void = () => undefined;
  /** Called when it has been read, before that is told. */
  onOpened: () => Promise<void> | void = () => undefined;
  onSnapshot: () => Promise<void> | void = () => undefined;
  readonly #disks = new Map<string, { readonly ydoc: Y.Doc; head: number }>();
  #gate: PromiseWithResolvers<void> | null = null;

  /** Writes nothing until `flow`. */
  hold(): void {
    this.#gate ??= Promise.withResolvers();
  }

  flow(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  /** A document as the disk has it now; only to be read. */
  document(room: string): Y.Doc {
    const disk = this.#disks.get(room) ?? { ydoc: new Y.Doc(), head: 0 };
    this.#disks.set(room, disk);
    for (const { seq, update } of this.inner.rows(room, disk.head + 1)) {
      Y.applyUpdate(disk.ydoc, update);
      disk.head = seq;
    }
    return disk.ydoc;
  }

  async append(room: string, row: NewRow): Promise<number> {
    await this.#gate?.promise;
    return this.inner.append(room, row);
  }

  async open(room: string): Promise<Opening> {
    this.openings.push(room);
    await this.onOpen(room);
    const opening = await this.inner.open(room);
    await this.onOpened();
    return opening;
  }

  async snapshot(room: string, seq: number, state: Uint8Array): Promise<void> {
    this.snapshots.push(seq);
    await this.onSnapshot();
    return this.inner.snapshot(room, seq, state);
  }

  rows(room: string, from?: number): Iterable<Row> {
    return this.inner.rows(room, from);
  }

  verify(room: string): ReturnType<Log['verify']> {
    return this.inner.verify(room);
  }

  names(): readonly string[] {
    return this.inner.names();
  }

  get full(): boolean {
    return this.inner.full;
  }

  get waiting(): number {
    return this.inner.waiting;
  }

  onFullChange(listener: (full: boolean) => void): () => void {
    return this.inner.onFullChange(listener);
  }

  onBroken(listener: (error: LogBroken) => void): () => void {
    return this.inner.onBroken(listener);
  }

  stop(): Promise<void> {
    return this.inner.stop();
  }
}
