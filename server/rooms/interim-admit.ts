/** Who may write, with which client, and without gaps. Stands in until the whole of admission is here. */
import * as Y from 'yjs';
import type { PersonId } from '#lib/model/id.ts';
import type { ProblemCode, ProblemDetails } from '#lib/model/problem.ts';
import type { Role } from '#lib/model/role.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';

export type Writer = {
  readonly person: PersonId;
  readonly role: Role;
  readonly write: boolean;
  readonly reason: string | null;
};
export type Owners = { ownerOf(client: number): PersonId | undefined };
export type Verdict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'admitted'; readonly newClients: readonly number[] }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly details: ProblemDetails };

export function admit(
  ydoc: Y.Doc,
  _room: RoomRef,
  writer: Writer,
  owners: Owners,
  update: Uint8Array,
): Verdict {
  const bad = (reason: string): Verdict => ({ kind: 'refused', code: 'bad-update', details: { reason } });
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return bad('it is cut short');
  }
  const state = new Map<number, number>();
  const newClients: number[] = [];
  let fresh = false;
  for (const { id, length } of decoded.structs) {
    const known = state.get(id.client) ?? Y.getState(ydoc.store, id.client);
    if (id.clock + length <= known) continue;
    fresh = true;
    if (id.clock > known) return bad('something before it is missing');
    const owner = owners.ownerOf(id.client);
    if (owner !== undefined && owner !== writer.person) return bad('it belongs to another person’s client');
    if (owner === undefined && !newClients.includes(id.client)) newClients.push(id.client);
    state.set(id.client, id.clock + length);
  }
  for (const [client, ranges] of decoded.ds.clients)
    for (const { clock, len } of ranges)
      for (let at = clock; !fresh && at < clock + len && at < Y.getState(ydoc.store, client); at++)
        fresh = !Y.getItem(ydoc.store, Y.createID(client, at)).deleted;
  if (!fresh) return { kind: 'nothing' };
  if (!writer.write) return { kind: 'refused', code: 'read-only', details: { reason: writer.reason ?? '' } };
  return { kind: 'admitted', newClients };
}

export function settled({ doc }: Y.Transaction): { readonly reason: string } | null {
  return doc.store.pendingStructs || doc.store.pendingDs
    ? { reason: 'something before it is missing' }
    : null;
}
