/** The history in memory, for tests of what stands on it: they may fill the disk, and break it. */
import { ChangeList } from '#server/store/changes.ts';
import { LogBroken, LogFull, ROW_BYTES, type Log, type NewRow, type Opening, type Row } from './log.ts';
import { claim, type Clients } from './snapshot.ts';

type Room = { readonly rows: Row[]; readonly clients: Clients; snapshot: Opening['snapshot'] };

export class MemoryLog implements Log {
  readonly #rooms = new Map<string, Room>();
  readonly #fullChange = new ChangeList<boolean>();
  readonly #breakdown = new ChangeList<LogBroken>();
  #full = false;
  #broken: LogBroken | null = null;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  get full(): boolean {
    return this.#full;
  }

  get waiting(): number {
    return this.#waiting;
  }

  onFullChange(listener: (full: boolean) => void): () => void {
    return this.#fullChange.subscribe(listener);
  }

  onBroken(listener: (error: LogBroken) => void): () => void {
    return this.#breakdown.subscribe(listener);
  }

  /** From now on the disk is full, or has space again. */
  fill(full: boolean): void {
    if (full === this.#full) return;
    this.#full = full;
    this.#fullChange.tell(full);
  }

  /** From now on nothing can be written. */
  breakDown(reason: string): void {
    this.#broken ??= new LogBroken(reason);
    this.#breakdown.tell(this.#broken);
  }

  append(room: string, row: NewRow): Promise<number> {
    const update = row.update.slice();
    const bytes = update.length + ROW_BYTES;
    this.#waiting += bytes;
    const stored = this.#store(room, { ...row, update }, bytes);
    this.#last = stored;
    return stored;
  }

  async open(name: string): Promise<Opening> {
    await this.#last.catch(() => {}); // whoever appended it has been told
    const room = this.#rooms.get(name);
    const snapshot = room?.snapshot ?? null;
    return {
      snapshot,
      rows: room?.rows.slice(snapshot?.seq ?? 0) ?? [],
      head: room?.rows.length ?? 0,
      clients: new Map(room?.clients),
    };
  }

  *rows(room: string, from = 1): Generator<Row, void, void> {
    const rows = this.#rooms.get(room)?.rows ?? [];
    for (let at = Math.max(0, from - 1); at < rows.length; at++) {
      const row = rows[at];
      if (row) yield row;
    }
  }

  async snapshot(name: string, seq: number, state: Uint8Array): Promise<void> {
    await this.#last.catch(() => {});
    const room = this.#rooms.get(name);
    if (!room || seq < 1 || seq > room.rows.length || seq < (room.snapshot?.seq ?? 0)) return;
    room.snapshot = { seq, state: state.slice() };
  }

  verify(room: string): ReturnType<Log['verify']> {
    return { rows: this.#rooms.get(room)?.rows.length ?? 0, fault: null };
  }

  names(): readonly string[] {
    return [...this.#rooms.keys()].sort();
  }

  async stop(): Promise<void> {
    await this.#last.catch(() => {});
  }

  /** A moment later, as a disk would. */
  async #store(name: string, { person, atMs, update, newClients }: NewRow, bytes: number): Promise<number> {
    await Promise.resolve();
    this.#waiting -= bytes;
    if (this.#broken) throw this.#broken;
    if (this.#full) throw new LogFull('There is no space on the disk.');
    const room: Room = this.#rooms.get(name) ?? { rows: [], clients: new Map(), snapshot: null };
    this.#rooms.set(name, room);
    const seq = room.rows.push({ seq: room.rows.length + 1, person, atMs, update });
    claim(room.clients, person, newClients);
    return seq;
  }
}

export function createMemoryLog(): MemoryLog {
  return new MemoryLog();
}
