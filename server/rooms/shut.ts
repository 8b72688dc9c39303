/** Why nobody may write in a room for now, whatever their role: there is no space on the disk, or no more in the document. */
import type { Rights } from '#lib/protocol/messages.ts';
import type { RoomGrant } from '#server/auth/access.ts';

export type Shut = {
  /** There is no space on the disk. */
  readonly full: boolean;
  /** The document is as large as one may be. */
  readonly grown: boolean;
};

const FULL = 'The server’s disk is full. Nothing was lost; editing goes on when there is space again.';
/** The end of a sentence, as grants have it. */
export const GROWN =
  'this document is as large as one may be, and nothing in it is lost; ask a manager to go on in another layer';

/** What a person with a grant may do in a room, as its own message. */
export function rightsOf({ write, reason }: RoomGrant, { full, grown }: Shut): Rights {
  if (!write) return { write, reason: reason === null ? null : sentence(reason) };
  if (grown) return { write: false, reason: sentence(GROWN) };
  return full ? { write: false, reason: FULL } : { write, reason: null };
}

/** `you are here as viewer` → `You are here as viewer.` */
function sentence(end: string): string {
  return `${end.charAt(0).toUpperCase()}${end.slice(1)}.`;
}
