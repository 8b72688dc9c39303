/**
 * Reads log.db and believes nothing that is not what was written: a row that does not follow from the one before is
 * LogDamaged. In pieces, each a short look of its own, so that no reader holds up the writer's housekeeping.
 */
import type { Statement } from 'better-sqlite3';
import type { PersonId } from '#lib/model/id.ts';
import type { Db } from '#server/store/database.ts';
import { GENESIS, rowHash, sameHash, snapshotHash, type ChainedRow, type SealedSnapshot } from './chain.ts';
import { LogDamaged, type Row } from './log.ts';

/** A place in a room's chain: after row `seq`, which has this hash. */
export type Place = { readonly seq: number; readonly hash: Uint8Array };

export const START: Place = { seq: 0, hash: GENESIS };

/** A verified row, with the clients that it brought. */
export type ReadRow = Row & { readonly newClients: readonly number[]; readonly hash: Uint8Array };

/** A snapshot from the disk; `sound` when it is what was written. */
export type ReadSnapshot = SealedSnapshot & { readonly sound: boolean };

type Stored = ChainedRow & { readonly hash: Buffer };
type Head = Place & { readonly id: number };

/** Read and checked in one go: a few milliseconds. */
const PIECE_ROWS = 1000;
const PIECE_BYTES = 4_000_000;

export class Reader {
  readonly #db: Db;
  readonly #headOf: Statement<[string], Head>;
  readonly #rowsAfter: Statement<[number, number], Stored>;

  constructor(db: Db) {
    this.#db = db;
    this.#headOf = db.prepare('SELECT id, head AS seq, hash FROM room WHERE name = ?');
    this.#rowsAfter = db.prepare(
      'SELECT seq, person, at AS atMs, clients, content AS "update", hash FROM row WHERE room = ? AND seq > ? ORDER BY seq',
    );
  }

  names(): readonly string[] {
    const query = this.#db.prepare<[], string>('SELECT name FROM room ORDER BY name').pluck();
    return this.#guard(this.#db.name, 0, () => query.all());
  }

  /** The rows after a place, in pieces. Throws LogDamaged at the first row that is not what was written. */
  *after(room: string, place: Place): Generator<readonly ReadRow[], void, void> {
    for (let at = place; ;) {
      const { rows, next, ended } = this.#guard(room, at.seq + 1, () => this.#verifiedPiece(room, at));
      at = next;
      if (rows.length > 0) yield rows;
      if (ended) return;
    }
  }

  /** The place after row `seq`, by the hash that is stored with it. Past the last row: that one. */
  place(room: string, seq: number): Place {
    if (seq <= 0) return START;
    return this.#guard(room, seq, () => {
      const head = this.#head(room);
      if (seq >= head.seq) return head;
      const hash = this.#db
        .prepare<[number, number], Buffer>('SELECT hash FROM row WHERE room = ? AND seq = ?')
        .pluck()
        .get(head.id, seq);
      if (!hash) throw new LogDamaged(room, seq, 'it is missing');
      return { seq, hash };
    });
  }

  /** Snapshots up to row `seq`, newest first. */
  *snapshots(room: string, seq: number): Generator<ReadSnapshot, void, void> {
    let next = seq;
    for (;;) {
      const found = this.#guard(room, next, () => this.#snapshot(room, next));
      if (!found) return;
      yield found;
      next = found.seq - 1;
    }
  }

  #snapshot(room: string, seq: number): ReadSnapshot | undefined {
    const query = `SELECT seq, row_hash AS rowHash, clients, packed, hash FROM snapshot
      WHERE room = ? AND seq <= ? ORDER BY seq DESC LIMIT 1`;
    const stored = this.#db
      .prepare<[number, number], SealedSnapshot & { hash: Buffer }>(query)
      .get(this.#head(room).id, seq);
    return stored && { ...stored, sound: sameHash(snapshotHash(room, stored), stored.hash) };
  }

  /** The rows after a place, or the first of them, each following from the one before; `ended` when they are all. */
  #verifiedPiece(room: string, place: Place) {
    const { rows, end } = this.#piece(room, place.seq);
    let next = place;
    for (const row of rows) next = verified(room, next, row);
    if (next.seq > end.seq) throw new LogDamaged(room, next.seq, 'it lies behind the last row');
    const ended = next.seq === end.seq;
    if (!ended && rows.length === 0) throw new LogDamaged(room, next.seq + 1, 'it is missing');
    if (ended && !sameHash(next.hash, end.hash)) {
      throw new LogDamaged(room, next.seq, 'it is not the last row that was written');
    }
    return { rows: rows.map(read), next, ended };
  }

  /** The end of the room and the rows after `seq`, as of one moment. */
  #piece(room: string, seq: number): { readonly rows: readonly Stored[]; readonly end: Place } {
    return this.#db.transaction(() => {
      const end = this.#head(room);
      const rows: Stored[] = [];
      let bytes = 0;
      for (const row of this.#rowsAfter.iterate(end.id, seq)) {
        rows.push(row);
        bytes += row.update.length;
        if (rows.length === PIECE_ROWS || bytes > PIECE_BYTES) break;
      }
      return { rows, end };
    })();
  }

  /** Where a room ends; one in which nothing was written ends at its start. */
  #head(room: string): Head {
    const found = this.#headOf.get(room);
    if (found) return found;
    // The name is looked up in an index. Should that be damaged, a room full of work must not look like an empty one.
    const lost = this.#db.prepare<[string]>('SELECT 1 FROM room NOT INDEXED WHERE name = ?').get(room);
    if (lost) throw new LogDamaged(room, 1, 'the index of rooms does not lead to it');
    return { ...START, id: 0 };
  }

  /** What SQLite finds wrong is damage too, and so is a value that is not of its column's kind. */
  #guard<T>(room: string, seq: number, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof LogDamaged) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new LogDamaged(room, seq, `the database cannot be read there (${reason})`, { cause: error });
    }
  }
}

/** The place after a row. */
function verified(room: string, before: Place, row: Stored): Place {
  const seq = before.seq + 1;
  if (row.seq !== seq) throw new LogDamaged(room, seq, `row ${row.seq} follows in its place`);
  const hash = rowHash(before.hash, room, row);
  if (!sameHash(hash, row.hash)) throw new LogDamaged(room, seq, 'it is not what was written');
  return { seq, hash };
}

function read({ seq, person, atMs, update, clients, hash }: Stored): ReadRow {
  return {
    seq,
    person: person as PersonId,
    atMs,
    update: plain(update),
    newClients: JSON.parse(clients) as number[],
    hash,
  };
}

/** As a Uint8Array and nothing more: `slice` of a Buffer would not copy. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
