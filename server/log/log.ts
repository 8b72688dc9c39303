/**
 * The history of every document: each update that was let in, who sent it and when, for ever. The rooms append and
 * open; export and audit read. A row is only called appended once it is on the disk: **admit → log → broadcast → ack**.
 *
 * Rows of one room are numbered 1, 2, 3, … and chained by hash. Snapshots make opening fast and replace no row. All
 * rooms share one writer, which puts whatever waits into one transaction.
 */
import type { PersonId } from '#lib/model/id.ts';

/** An update on its way into the log. */
export type NewRow = {
  readonly person: PersonId;
  /** Milliseconds since 1970, by the server's clock. */
  readonly atMs: number;
  /** Yjs update, v1 encoding. */
  readonly update: Uint8Array;
  /** Yjs clients that write in this room for the first time with this row: they belong to `person` from now on. */
  readonly newClients: readonly number[];
};

export type Row = {
  readonly seq: number;
  readonly person: PersonId;
  readonly atMs: number;
  readonly update: Uint8Array;
};

/** What a document is made from: the snapshot (if there is one) and the rows behind it, ascending. */
export type Opening = {
  readonly snapshot: {
    readonly seq: number;
    /** Yjs state as an update, v1 encoding. */
    readonly state: Uint8Array;
  } | null;
  readonly rows: readonly Row[];
  /** Number of the last row; 0 for a room in which nothing was written. */
  readonly head: number;
  /** Yjs client → the person it belongs to. */
  readonly clients: ReadonlyMap<number, PersonId>;
};

export interface Log {
  /**
   * Puts a row behind all that were appended to the room before; settles when it is on the disk, with its number.
   * Rejects with LogFull (nothing of it was written; a later append may succeed) or LogBroken (the disk failed: this
   * process must not go on writing).
   */
  append(room: string, row: NewRow): Promise<number>;
  /** What the room's document is made from, all appended rows included. Throws LogDamaged. */
  open(room: string): Promise<Opening>;
  /** Rows `from` and later, ascending, read in pieces and each verified against its hash. Throws LogDamaged. */
  rows(room: string, from?: number): Iterable<Row>;
  /** Keeps the state after row `seq`, for the next opening. Failing costs only time: it is logged, never thrown. */
  snapshot(room: string, seq: number, state: Uint8Array): Promise<void>;
  /** Whether every row and snapshot of a room is what was written; the first number that is not, with the reason. */
  verify(room: string): {
    readonly rows: number;
    readonly fault: { readonly seq: number; readonly reason: string } | null;
  };
  /** Names of all rooms in which something was written. */
  names(): readonly string[];
  /** Whether the disk has no space; the log finds out by itself when there is some again. */
  readonly full: boolean;
  onFullChange(listener: (full: boolean) => void): () => void;
  /**
   * Bytes that wait for the disk, each row counted with what carrying it costs. Beyond CROWDED_BYTES a room takes
   * nothing more from its members until one of its own appends has settled; the log itself refuses nothing.
   */
  readonly waiting: number;
  /** The disk failed (LogBroken): the process must end, and whoever supervises it starts another. Called once. */
  onBroken(listener: (error: LogBroken) => void): () => void;
  /** Writes what waits and closes. */
  stop(): Promise<void>;
}

/** So much may wait for the disk before rooms hold their members back. */
export const CROWDED_BYTES = 32_000_000;
/** What a row costs beside its update; 10,000 of the smallest are a crowd too. */
export const ROW_BYTES = 3_200;

/** There is no space on the disk. Nothing was lost: the rows were not acknowledged. */
export class LogFull extends Error {
  override readonly name = 'LogFull';
}

/** The disk or the database failed while writing: what is in memory may be ahead of it. */
export class LogBroken extends Error {
  override readonly name = 'LogBroken';
}

/** A row or a snapshot is not what was written. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
  readonly room: string;
  /** The first row that cannot be trusted. */
  readonly seq: number;
  readonly reason: string;
  constructor(room: string, seq: number, reason: string, options?: ErrorOptions) {
    super(`The history of ${room} is damaged at row ${seq}: ${reason}.`, options);
    this.room = room;
    this.seq = seq;
    this.reason = reason;
  }
}
