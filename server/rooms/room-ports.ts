/** What a room needs of the rest of the server, and what it gives away as a whole. */
import type { PersonId } from '#lib/model/id.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import type { Log } from '#server/log/log.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import type { Limits } from './limits.ts';
import type { Work } from './work.ts';

export type RoomPorts = {
  readonly log: Log;
  readonly people: { answer(id: PersonId): PersonAnswer | undefined };
  readonly logger: Logger;
  readonly limits: Limits;
  /** What each person's messages cost, over all rooms. */
  readonly work: Work;
  /** Told of each room that has more on the disk. */
  readonly onWritten?: (ref: RoomRef) => void;
};

/** A whole document as it is on the disk. */
export type RoomState = {
  /** Number of the last row in it. */
  readonly head: number;
  /** Yjs state as an update, v1. */
  readonly state: Uint8Array;
};
