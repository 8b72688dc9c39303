/** What the log's two threads say to each other. One message carries a batch, its bytes in one piece. */
import type { SealedSnapshot } from './chain.ts';

/** A row on its way, its update the next `bytes` of the batch. */
export type PackedRow = readonly [room: string, person: string, atMs: number, clients: string, bytes: number];

export type ToThread =
  | { readonly type: 'append'; readonly rows: readonly PackedRow[]; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'snapshot'; readonly room: string; readonly snapshot: SealedSnapshot }
  /** The WAL is to be folded into the database, before anything else. */
  | { readonly type: 'fold' }
  | { readonly type: 'stop' };

/** Rows are answered in the order in which they came. */
export type FromThread =
  /** The next rows are on the disk, under these numbers. */
  | { readonly type: 'stored'; readonly seqs: readonly number[] }
  /** The next `count` rows are not: the disk is full. */
  | { readonly type: 'full'; readonly count: number }
  | { readonly type: 'space' }
  /** The next snapshot is kept (null), or why not. */
  | { readonly type: 'snapshot'; readonly reason: string | null }
  | { readonly type: 'folded' }
  /** Nothing more is written. */
  | { readonly type: 'broken'; readonly reason: string };

export type ThreadData = {
  readonly path: string;
  /** How often a full disk is tried. */
  readonly probeMs: number;
};
