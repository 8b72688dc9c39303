/** Writes into log.db: each call is one transaction, on the disk when it returns. */
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Statement } from 'better-sqlite3';
import { isFull as isNoSpace } from '#server/blobs/disk-file.ts';
import { openDatabase, type Db } from '#server/store/database.ts';
import { GENESIS, rowHash, snapshotHash, type SealedSnapshot } from './chain.ts';
import { LOG_MIGRATIONS } from './migrations.ts';

export type PendingRow = {
  readonly room: string;
  readonly person: string;
  readonly atMs: number;
  /** JSON array of numbers. */
  readonly clients: string;
  readonly update: Uint8Array;
};

type Head = { readonly id: number; seq: number; hash: Uint8Array };

const SNAPSHOTS_KEPT = 2;
/** Heads that are remembered; more than rooms that are open at one time. */
const HEADS_KEPT = 20_000;
/** A WAL that grew beyond this, behind a slow reader, is cut when it begins anew. */
const WAL_LIMIT_BYTES = 64_000_000;
/** The WAL is made so large beforehand, where the disk has room: see `#layOut`. */
const WAL_LAID_OUT_BYTES = 8_000_000;
/** With so much in it, the WAL is to be folded into the database, before it grows beyond what is laid out. */
export const WAL_FULL_BYTES = 0.8 * WAL_LAID_OUT_BYTES;
const PAGE_BYTES = 4096;
/** Pages that a transaction writes besides those of its rows. */
const PAGES_BESIDE = 3;
/** Written beside the database to find out whether there is a quota left. */
const PROBE_BYTES = 65_536;
/** Less free space than this is not spent on speed. */
const SPACE_TO_SPARE_BYTES = 256_000_000;

export class Appender {
  readonly #db: Db;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #version: Statement<[], number>;
  readonly #headOf: Statement<[string], { id: number; seq: number; hash: Buffer }>;
  readonly #addRow: Statement<[number, number, string, number, string, Uint8Array, Uint8Array]>;
  readonly #setHead: Statement<[number, Uint8Array, number]>;
  /** Where each room ends, as of `#seen`: a change by another process makes it void. */
  readonly #heads = new Map<string, Head>();
  #seen = -1;
  #waits = true;

  private constructor(path: string) {
    const db = openDatabase(path, LOG_MIGRATIONS);
    this.#db = db;
    db.pragma('cell_size_check = ON');
    db.pragma('wal_autocheckpoint = 0'); // at a time of our choice, never inside an append
    db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#version = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#headOf = db.prepare('SELECT id, head AS seq, hash FROM room WHERE name = ?');
    this.#addRow = db.prepare(
      'INSERT INTO row (room, seq, person, at, clients, content, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#setHead = db.prepare('UPDATE room SET head = ?, hash = ? WHERE id = ?');
  }

  /** The first in this process. It waits while another process writes. */
  static first(path: string): Appender {
    const appender = new Appender(path);
    // If the process before this one ended because an fsync failed, the WAL in memory may be ahead of the disk.
    // Nothing new may stand on it.
    appender.#db.pragma('wal_checkpoint(TRUNCATE)');
    if (spaceAt(path) > SPACE_TO_SPARE_BYTES) appender.#layOut(path);
    return appender;
  }

  /** One more beside the first. It waits for nobody: SQLITE_BUSY is thrown while another writes. */
  static beside(path: string): Appender {
    const appender = new Appender(path);
    appender.#db.pragma('busy_timeout = 0');
    appender.#waits = false;
    return appender;
  }

  /** All of the rows or none; answers their numbers. Throws what SQLite throws. */
  append(rows: readonly PendingRow[]): readonly number[] {
    return this.#transaction(() => {
      const touched = new Set<Head>();
      const seqs = rows.map((row) => {
        const head = this.#head(row.room);
        const seq = head.seq + 1;
        const hash = rowHash(head.hash, row.room, { ...row, seq });
        this.#addRow.run(head.id, seq, row.person, row.atMs, row.clients, row.update, hash);
        head.seq = seq;
        head.hash = hash;
        touched.add(head);
        return seq;
      });
      for (const { id, seq, hash } of touched) this.#setHead.run(seq, hash, id);
      return seqs;
    });
  }

  /** Keeps a snapshot, and of the older ones the newest. */
  snapshot(room: string, snapshot: SealedSnapshot): void {
    this.#transaction(() => {
      const { id } = this.#head(room);
      const { seq, rowHash: before, clients, packed } = snapshot;
      this.#db
        .prepare(
          'INSERT OR REPLACE INTO snapshot (room, seq, row_hash, clients, packed, hash) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(id, seq, before, clients, packed, snapshotHash(room, snapshot));
      this.#db
        .prepare(
          `DELETE FROM snapshot WHERE room = @id AND seq NOT IN
             (SELECT seq FROM snapshot WHERE room = @id ORDER BY seq DESC LIMIT ${SNAPSHOTS_KEPT})`,
        )
        .run({ id });
    });
  }

  /** Whether so many bytes find space: writes them, and gives the space free for rows. Throws what SQLite throws. */
  probe(bytes: number): void {
    const fill = this.#db.prepare('INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(?))');
    for (const size of [bytes, 0]) this.#transaction(() => void fill.run(size));
  }

  /** Moves what it can from the WAL into the database, without waiting for readers. */
  checkpoint(): void {
    this.#db.pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#db.close();
  }

  /**
   * Lets the WAL grow to its size at once. An append then overwrites blocks that the file has already, and its fsync
   * has only data to write: half the time and half the work of one that also makes the file longer.
   */
  #layOut(path: string): void {
    try {
      this.probe(WAL_LAID_OUT_BYTES);
      this.#db.pragma('wal_checkpoint(RESTART)'); // the next append begins at its front
    } catch (error) {
      if (!isFull(error, path)) throw error; // a quota does not show in the free space; only time is lost
    }
  }

  #transaction<T>(run: () => T): T {
    this.#beginAlone();
    try {
      const version = this.#version.get() ?? -1;
      if (version !== this.#seen || this.#heads.size > HEADS_KEPT) this.#heads.clear();
      this.#seen = version;
      const answer = run();
      this.#commit.run();
      return answer;
    } catch (error) {
      this.#heads.clear(); // they are ahead of the disk
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Another process may write as well (a migration, a repair by hand): its turn ends some time. */
  #beginAlone(): void {
    for (;;) {
      try {
        this.#begin.run();
        return;
      } catch (error) {
        if (!this.#waits || (error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      }
    }
  }

  /** Where a room ends; a room of which nothing is known begins here. */
  #head(room: string): Head {
    const known = this.#heads.get(room) ?? this.#headOf.get(room) ?? this.#newRoom(room);
    this.#heads.set(room, known);
    return known;
  }

  #newRoom(name: string): Head {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO room (name, head, hash) VALUES (?, 0, ?)')
      .run(name, GENESIS);
    return { id: Number(lastInsertRowid), seq: 0, hash: GENESIS };
  }
}

/** About how much the WAL grows by a transaction. */
export function walBytes(rows: number, bytes: number): number {
  return bytes + (rows + PAGES_BESIDE) * PAGE_BYTES;
}

/** No space for the database at a path, or for the index of the WAL beside it; a quota that is used up is no space. */
export function isFull(error: unknown, path: string): boolean {
  const code = (error as { code?: unknown }).code;
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return true;
  return code === 'SQLITE_IOERR_WRITE' && !maySpend(path);
}

/** SQLite does not say why a write failed, so it is tried beside: false when there is no space, or no quota left. */
function maySpend(path: string): boolean {
  const beside = `${path}.probe`;
  const bytes = new Uint8Array(PROBE_BYTES);
  try {
    const file = openSync(beside, 'w', 0o600);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, at);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    return !isNoSpace(error);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** What SQLite says went wrong. */
export function sentenceOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : String(error);
  return typeof code === 'string' ? `${code}: ${message}` : message;
}

/** Bytes that are free where a file lies. */
function spaceAt(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}
