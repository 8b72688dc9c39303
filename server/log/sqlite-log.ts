/** The history on one machine: an SQLite database that one thread writes and any process reads. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openDatabase, NewerDatabase, type Db } from '#server/store/database.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { sameHash } from './chain.ts';
import { LogDamaged, type Log, type LogBroken, type NewRow, type Opening, type Row } from './log.ts';
import { LOG_MIGRATIONS } from './migrations.ts';
import type { PatienceRule } from './patience.ts';
import { Reader, START, type Place, type ReadRow, type ReadSnapshot } from './reader.ts';
import { PATIENCE } from './short-way.ts';
import { claim, clientsOf, pack, unpack, type Clients } from './snapshot.ts';
import { Writer } from './writer.ts';

export type LogOptions = {
  /** Told of what costs only time: a snapshot that is damaged or could not be kept. */
  readonly logger?: Logger;
  /** How often a full disk is tried. */
  readonly probeMs?: number;
  /** The silence after which the write-ahead log is folded into the database. */
  readonly quietMs?: number;
  /** How much of this thread's time may pass in commits; with none of it they are all made in another. */
  readonly patience?: PatienceRule;
};

const PROBE_MS = 1000;
const QUIET_MS = 2000;

/**
 * The history at a path, made if absent, brought up to date. Throws NewerDatabase, and LogDamaged when the file is no
 * database. Several processes may open one to read.
 */
export function createLog(path: string, options: LogOptions = {}): Log {
  const { logger, probeMs = PROBE_MS, quietMs = QUIET_MS, patience = PATIENCE } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const { db, reader } = openToRead(path);
  return new SqliteLog(db, reader, new Writer({ path, probeMs, quietMs, patience }), logger);
}

function openToRead(path: string): { readonly db: Db; readonly reader: Reader } {
  let db: Db | undefined;
  try {
    db = openDatabase(path, LOG_MIGRATIONS);
    db.pragma('cell_size_check = ON');
    return { db, reader: new Reader(db) };
  } catch (error) {
    db?.close();
    if (error instanceof NewerDatabase) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LogDamaged(path, 0, `the database cannot be opened (${reason})`, { cause: error });
  }
}

class SqliteLog implements Log {
  readonly #db: Db;
  readonly #reader: Reader;
  readonly #writer: Writer;
  readonly #logger: Logger | undefined;

  constructor(db: Db, reader: Reader, writer: Writer, logger: Logger | undefined) {
    this.#db = db;
    this.#reader = reader;
    this.#writer = writer;
    this.#logger = logger;
  }

  get full(): boolean {
    return this.#writer.full;
  }

  get waiting(): number {
    return this.#writer.waiting;
  }

  onFullChange(listener: (full: boolean) => void): () => void {
    return this.#writer.fullChange.subscribe(listener);
  }

  onBroken(listener: (error: LogBroken) => void): () => void {
    return this.#writer.breakdown.subscribe(listener);
  }

  append(room: string, row: NewRow): Promise<number> {
    return this.#writer.append(room, row);
  }

  async open(room: string): Promise<Opening> {
    await this.#writer.settled();
    const snapshot = this.#newestSound(room, Infinity);
    const state = snapshot && (await unpack(snapshot));
    const clients: Clients = snapshot ? clientsOf(snapshot) : new Map();
    const rows: Row[] = [];
    const place = placeOf(snapshot);
    let head = place.seq;
    for await (const { seq, person, atMs, update, newClients } of this.#walk(room, place)) {
      rows.push({ seq, person, atMs, update });
      claim(clients, person, newClients);
      head = seq;
    }
    return { snapshot: state && { seq: place.seq, state }, rows, head, clients };
  }

  *rows(room: string, from = 1): Generator<Row, void, void> {
    for (const piece of this.#reader.after(room, this.#reader.place(room, from - 1))) {
      for (const { seq, person, atMs, update } of piece) {
        if (seq >= from) yield { seq, person, atMs, update };
      }
    }
  }

  async snapshot(room: string, seq: number, state: Uint8Array): Promise<void> {
    let reason: string | null;
    try {
      reason = await this.#keep(room, seq, state);
    } catch (error) {
      reason = String(error);
    }
    if (reason !== null) this.#logger?.warn({ room, seq, reason }, 'A snapshot was not kept.');
  }

  verify(room: string): ReturnType<Log['verify']> {
    let rows = 0;
    try {
      const hashes = new Map([...this.#reader.snapshots(room, Infinity)].map((one) => [one.seq, one]));
      for (const piece of this.#reader.after(room, START)) {
        for (const { seq, hash } of piece) {
          rows = seq;
          checkSnapshot(room, hashes.get(seq), hash);
          hashes.delete(seq);
        }
      }
      for (const { seq } of hashes.values())
        throw new LogDamaged(room, seq, 'a snapshot stands behind no row');
      return { rows, fault: null };
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      return { rows, fault: { seq: error.seq, reason: error.reason } };
    }
  }

  names(): readonly string[] {
    return this.#reader.names();
  }

  async stop(): Promise<void> {
    await this.#writer.stop();
    this.#db.close();
  }

  #newestSound(room: string, seq: number): ReadSnapshot | null {
    for (const snapshot of this.#reader.snapshots(room, seq)) {
      if (snapshot.sound) return snapshot;
      this.#logger?.warn({ room, seq: snapshot.seq }, 'A snapshot is damaged; the one before is used.');
    }
    return null;
  }

  /** The rows after a place; others have their turn between pieces. */
  async *#walk(room: string, place: Place): AsyncGenerator<ReadRow, void, void> {
    let first = true;
    for (const piece of this.#reader.after(room, place)) {
      if (!first) await setImmediate();
      first = false;
      yield* piece;
    }
  }

  /** Keeps a snapshot on rows that have been verified up to it; answers why not, or null. */
  async #keep(room: string, seq: number, state: Uint8Array): Promise<string | null> {
    await this.#writer.settled();
    const before = this.#newestSound(room, seq);
    const clients: Clients = before ? clientsOf(before) : new Map();
    let place = placeOf(before);
    for await (const row of this.#walk(room, place)) {
      if (row.seq > seq) break;
      claim(clients, row.person, row.newClients);
      place = row;
    }
    if (seq < 1 || place.seq !== seq) return 'there is no such row';
    return this.#writer.snapshot(room, await pack(place, clients, state));
  }
}

function placeOf(snapshot: ReadSnapshot | null): Place {
  return snapshot ? { seq: snapshot.seq, hash: snapshot.rowHash } : START;
}

function checkSnapshot(room: string, snapshot: ReadSnapshot | undefined, hash: Uint8Array): void {
  if (!snapshot) return;
  if (!snapshot.sound) throw new LogDamaged(room, snapshot.seq, 'its snapshot is not what was written');
  if (!sameHash(snapshot.rowHash, hash))
    throw new LogDamaged(room, snapshot.seq, 'its snapshot stands on another row');
}
