/** Who sends an update, and whose the Yjs clients of a room are. */
import type { PersonId } from '#lib/model/id.ts';
import type { Role } from '#lib/model/role.ts';

export type Writer = {
  readonly person: PersonId;
  readonly role: Role;
  readonly write: boolean;
  /** Why one may not write: the end of a sentence, without a stop. */
  readonly reason: string | null;
};

/** The clients that have written in the room, those included whose update is on its way to the log. */
export type Owners = {
  /** The person a Yjs client belongs to; undefined while it is nobody's. */
  ownerOf(client: number): PersonId | undefined;
};
