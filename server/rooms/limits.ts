/** How much a room takes from one member, and how long it waits. A test passes other numbers. */
import { CROWDED_BYTES } from '#server/log/log.ts';

export type Limits = {
  /** Edits of one member that are taken without a pause, and how many more each second. */
  readonly edits: { readonly burst: number; readonly perSecond: number };
  /** Bytes one member says or asks for, likewise. */
  readonly bytes: { readonly burst: number; readonly perSecond: number };
  /**
   * Time of the server, in milliseconds, that the messages of one person take without a pause, over all their sockets,
   * and how much of each further second.
   */
  readonly work: { readonly burst: number; readonly perSecond: number };
  /** Who would have to wait longer than this is let go instead. */
  readonly longestWaitMs: number;
  /** Sockets in one room. */
  readonly members: number;
  /** With more bytes than this on their way to a member, presence is left out for them. */
  readonly skipPresenceBytes: number;
  /** With more bytes than this on their way beyond the last answer, a member is let go. */
  readonly bufferedBytes: number;
  /** A member to whom nothing has gone through for so long is let go. */
  readonly stalledMs: number;
  /** With more bytes than this waiting for the disk, who sends more has to wait too. */
  readonly crowdedBytes: number;
  /** With documents that take more memory than this, about, no more are opened. */
  readonly memoryBytes: number;
  /** A document whose state takes about so many bytes takes nothing more. */
  readonly documentBytes: number;
  /** How long a document stays in memory when nobody is there. */
  readonly idleMs: number;
  /** How often everybody hears something, whatever happens: y-websocket ends a line after 30 s of silence. */
  readonly heartbeatMs: number;
  /** Presence goes out at most so often; in a full room less. */
  readonly presenceMs: number;
  /** A snapshot is kept after so many rows, or so many bytes of them. */
  readonly snapshotRows: number;
  readonly snapshotBytes: number;
};

const MB = 1024 * 1024;

export const LIMITS: Limits = {
  edits: { burst: 240, perSecond: 120 },
  bytes: { burst: 16 * MB, perSecond: 4 * MB },
  work: { burst: 3000, perSecond: 250 },
  longestWaitMs: 60_000,
  members: 200,
  skipPresenceBytes: MB,
  bufferedBytes: 8 * MB,
  stalledMs: 10_000,
  crowdedBytes: CROWDED_BYTES,
  memoryBytes: 1024 * MB,
  documentBytes: 64 * MB,
  idleMs: 60_000,
  heartbeatMs: 20_000,
  presenceMs: 40,
  snapshotRows: 500,
  snapshotBytes: MB,
};
