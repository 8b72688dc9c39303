/** A room as admission sees it: a document, whose the Yjs clients are, and updates judged and applied as a room does. */
import * as Y from 'yjs';
import type { LayerId, PersonId, VideoId } from '#lib/model/id.ts';
import { problem } from '#lib/model/problem.ts';
import { can, type Role } from '#lib/model/role.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import { admit, settled, type Bounds, type Fault, type Verdict, type Writer } from '#server/rooms/admit.ts';

export const LABELS_ROOM: RoomRef = { kind: 'labels', video: 'v' as VideoId, layer: 'shared' as LayerId };
export const DISCUSSION_ROOM: RoomRef = { kind: 'discussion', video: 'v' as VideoId };

/** Somebody in a room, with the rights of a role. */
export function writerAs(role: Role, room: RoomRef, person: string = role): Writer {
  const write = can(role, room.kind === 'labels' ? 'labels.edit' : 'discussion.write');
  return { person: person as PersonId, role, write, reason: write ? null : `you are here as ${role}` };
}

export class TrialRoom {
  readonly room: RoomRef;
  readonly ydoc = new Y.Doc();
  readonly clients = new Map<number, PersonId>();
  /** What was applied, in order. */
  readonly log: Uint8Array[] = [];
  #fault: Fault | null = null;

  constructor(room: RoomRef) {
    this.room = room;
    this.ydoc.on('afterTransaction', (transaction) => (this.#fault = settled(transaction, room)));
  }

  ownerOf(client: number): PersonId | undefined {
    return this.clients.get(client);
  }

  judge(writer: Writer, update: Uint8Array, bounds?: Bounds): Verdict {
    return admit(this.ydoc, this.room, writer, this, update, bounds);
  }

  /** Judges, and applies what is admitted. Throws where that does what it must not. */
  submit(writer: Writer, update: Uint8Array): Verdict {
    const verdict = this.judge(writer, update);
    if (verdict.kind !== 'admitted') return verdict;
    this.#fault = null;
    Y.applyUpdate(this.ydoc, verdict.update);
    if (this.#fault) throw new Error((this.#fault as Fault).reason);
    for (const client of verdict.newClients) this.clients.set(client, writer.person);
    this.log.push(verdict.update);
    return verdict;
  }

  /** Another room with the same history. */
  copy(): TrialRoom {
    const copy = new TrialRoom(this.room);
    Y.applyUpdate(copy.ydoc, Y.encodeStateAsUpdate(this.ydoc));
    for (const [client, person] of this.clients) copy.clients.set(client, person);
    return copy;
  }
}

/** A document of its own with the state of another. */
export function replicaOf(ydoc: Y.Doc, client?: number): Y.Doc {
  const replica = new Y.Doc();
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(ydoc));
  if (client !== undefined) replica.clientID = client; // after it: Yjs gives up a client that it is told of
  return replica;
}

/** What one transaction on a document sends to others. */
export function updateOf(ydoc: Y.Doc, run: () => void): Uint8Array {
  const sent: Uint8Array[] = [];
  const keep = (update: Uint8Array) => sent.push(update);
  ydoc.on('update', keep);
  ydoc.transact(run);
  ydoc.off('update', keep);
  return sent.length === 1 ? (sent[0] as Uint8Array) : Y.mergeUpdates(sent);
}

/** What a document of one's own, as the room's is now, sends after an edit. */
export function edited(room: TrialRoom, client: number, run: (ydoc: Y.Doc) => void): Uint8Array {
  const ydoc = replicaOf(room.ydoc, client);
  return updateOf(ydoc, () => run(ydoc));
}

/** What the sender is told; the kind of a verdict that refuses nothing. */
export function reasonOf(verdict: Verdict): string {
  return verdict.kind === 'refused' ? problem(verdict.code, verdict.details).sentence : verdict.kind;
}
