/** The hash that chains the rows of a room: of the row before, of whose row it is and when, and of its bytes. */
import { hash } from 'node:crypto';

/** A row as it lies on the disk, and as it is hashed. */
export type ChainedRow = {
  readonly seq: number;
  readonly person: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Clients that wrote for the first time, as a JSON array of numbers. */
  readonly clients: string;
  readonly update: Uint8Array;
};

/** A snapshot as it lies on the disk. */
export type SealedSnapshot = {
  readonly seq: number;
  /** Hash of row `seq`, after which it stands. */
  readonly rowHash: Uint8Array;
  /** Client and person, as a JSON array of pairs. */
  readonly clients: string;
  /** The state, compressed. */
  readonly packed: Uint8Array;
};

/** Stands before the first row. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/** Hash of a row that follows the one with the hash `before`. The name of the room keeps rows from changing rooms. */
export function rowHash(before: Uint8Array, room: string, row: ChainedRow): Uint8Array {
  return seal(before, JSON.stringify([room, row.seq, row.person, row.atMs]) + row.clients, row.update);
}

/** Checksum of a snapshot, bound to the row behind which it stands. */
export function snapshotHash(
  room: string,
  { seq, rowHash: before, clients, packed }: SealedSnapshot,
): Uint8Array {
  return seal(before, JSON.stringify([room, seq]) + clients, packed);
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** A UTF-16 unit of a text takes at most so many bytes of UTF-8. */
const MOST_BYTES_OF_A_UNIT = 3;

/** SHA-256 of `before ‖ length of head (u32) ‖ head ‖ body`: no two different triples give the same bytes. */
function seal(before: Uint8Array, head: string, body: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(before.length + 4 + head.length * MOST_BYTES_OF_A_UNIT + body.length);
  sealed.set(before);
  const length = sealed.write(head, before.length + 4, 'utf8');
  sealed.writeUInt32BE(length, before.length);
  const end = before.length + 4 + length;
  sealed.set(body, end);
  // Node has a quick way for hex alone; this is done for every edit.
  return Buffer.from(hash('sha256', sealed.subarray(0, end + body.length), 'hex'), 'hex');
}
