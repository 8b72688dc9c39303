/** What goes out after a batch of edits is on the disk: to the others the edits, to who made them that they are safe. */
import * as Y from 'yjs';
import { writeSync } from '#lib/protocol/messages.ts';
import type { NewRow } from '#server/log/log.ts';
import type { Member } from './member.ts';

export type Edit = {
  readonly kind: 'edit';
  readonly member: Member;
  /** Which of the edits of this socket it is, from 1. */
  readonly ordinal: number;
  readonly newClients: readonly number[];
  /** Null for one that had nothing the document did not have: only its acknowledgement waits. */
  readonly row: NewRow | null;
};

type Written = { readonly sender: Member; readonly update: Uint8Array; message: Uint8Array | null };

/** Sends each edit to all but its sender; who sent none of a batch gets it as one. Each is encoded once. */
export function broadcast(edits: readonly Edit[], members: Iterable<Member>): void {
  const written = edits.flatMap(({ member, row }): Written[] =>
    row ? [{ sender: member, update: row.update, message: null }] : [],
  );
  if (written.length === 0) return;
  const senders = new Set(written.map(({ sender }) => sender));
  let whole: Uint8Array | undefined;
  for (const member of members) {
    if (!member.following) continue;
    if (!senders.has(member)) {
      whole ??= writeSync('update', merged(written.map(({ update }) => update)));
      member.send(whole);
      continue;
    }
    for (const one of written)
      if (one.sender !== member) member.send((one.message ??= writeSync('update', one.update)));
  }
}

/** Tells each sender how far it has come, once. */
export function acknowledge(edits: readonly Edit[]): void {
  const furthest = new Map(edits.map(({ member, ordinal }) => [member, ordinal]));
  for (const [member, count] of furthest) member.tell({ kind: 'ack', count });
}

function merged(updates: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = updates;
  return only && others.length === 0 ? only : Y.mergeUpdates([...updates]);
}
