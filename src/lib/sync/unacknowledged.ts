/**
 * The changes made here that the server has not acknowledged, oldest first. The room counts the edits of each socket
 * from 1 and acknowledges a number; a change carries the number of the edit it went out with.
 */
import * as Y from 'yjs';
import type { EntryKey } from './outbox.ts';

export type Change = {
  /** Yjs update, v1: one transaction. */
  readonly update: Uint8Array;
  /** Where it is kept; null: nowhere but here. */
  readonly key: EntryKey | null;
  /** Of the edit of this socket that carried it; null while none has. */
  ordinal: number | null;
};

/** What goes out as one edit. */
export type Batch = { readonly update: Uint8Array; readonly changes: readonly Change[] };

export class Unacknowledged {
  #changes: Change[] = [];

  get count(): number {
    return this.#changes.length;
  }

  get all(): readonly Change[] {
    return this.#changes;
  }

  add(changes: readonly Change[]): void {
    this.#changes = [...this.#changes, ...changes];
  }

  /** What has not gone out on this socket, merged into as few edits as `maxBytes` allows. */
  unsent(maxBytes: number): readonly Batch[] {
    const groups: Change[][] = [];
    let size = Infinity;
    for (const change of this.#changes) {
      if (change.ordinal !== null) continue;
      if (size + change.update.length > maxBytes) {
        groups.push([]);
        size = 0;
      }
      groups.at(-1)?.push(change);
      size += change.update.length;
    }
    return groups.map((changes) => ({ changes, update: merged(changes) }));
  }

  /** All that is here went out with this edit. */
  allSent(ordinal: number): void {
    for (const change of this.#changes) change.ordinal = ordinal;
  }

  /** A new socket counts from 1: nothing has gone out on it. */
  noneSent(): void {
    for (const change of this.#changes) change.ordinal = null;
  }

  /** Takes out and answers what went out with the first so many edits of this socket. */
  acknowledge(ordinal: number): readonly Change[] {
    const isDone = (change: Change) => change.ordinal !== null && change.ordinal <= ordinal;
    const done = this.#changes.filter(isDone);
    this.#changes = this.#changes.filter((change) => !isDone(change));
    return done;
  }

  /** Takes out and answers everything. */
  takeAll(): readonly Change[] {
    const all = this.#changes;
    this.#changes = [];
    return all;
  }
}

/** One update with everything of these changes. */
export function merged(changes: readonly Change[]): Uint8Array {
  return Y.mergeUpdates(changes.map(({ update }) => update));
}
