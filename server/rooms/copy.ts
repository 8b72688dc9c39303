/** A document in memory: made from the log, changed by one update at a time, encoded once for all who ask. */
import * as Y from 'yjs';
import { assert } from '#lib/model/problem.ts';
import { BadMessage } from '#lib/protocol/messages.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import type { Opening } from '#server/log/log.ts';
import { settled, type Fault } from './admit.ts';

/** An update that was admitted did what it must not: the copy is not to be trusted any more. */
export class Faulty extends Error {
  override readonly name = 'Faulty';
}

/** Of a value that stands (480) and one that was overwritten (190), as measured. */
const STRUCT_BYTES = 400;

export class Copy {
  readonly ydoc = new Y.Doc();
  #whole: Uint8Array | null = null;
  /** Of the updates it was made from. */
  #bytes = 0;
  /** Of its state, when that was last looked at. */
  #measured = 0;
  #fault: Fault | null = null;

  /** The document after the rows of the log and these updates. */
  constructor(room: RoomRef, { snapshot, rows }: Opening, waiting: readonly Uint8Array[]) {
    const { ydoc } = this;
    const updates = [...(snapshot ? [snapshot.state] : []), ...rows.map(({ update }) => update), ...waiting];
    ydoc.transact(() => {
      for (const update of updates) Y.applyUpdate(ydoc, update);
    });
    for (const update of updates) this.#bytes += update.byteLength;
    const { pendingStructs, pendingDs } = ydoc.store;
    assert(!pendingStructs && !pendingDs, 'a row is never written when one before it was not');
    ydoc.on('afterTransaction', (transaction) => (this.#fault = settled(transaction, room)));
  }

  /** Applies an admitted update. Throws Faulty: the copy is then of no use. */
  apply(update: Uint8Array): void {
    this.#whole = null;
    try {
      Y.applyUpdate(this.ydoc, update);
    } catch (cause) {
      throw new Faulty('An admitted update could not be applied.', { cause });
    }
    this.#bytes += update.byteLength;
    const fault = this.#takeFault();
    if (fault) throw new Faulty(`An admitted update broke the document: ${fault.reason}.`);
  }

  /** About how much memory it takes, in bytes: its writes, each an object in memory, and what was written. */
  get weight(): number {
    let structs = 0;
    for (const ofClient of this.ydoc.store.clients.values()) structs += ofClient.length;
    return structs * STRUCT_BYTES + this.#bytes * 2;
  }

  /**
   * Whether its state takes more than `most` bytes. What it was made from may be more, for what was overwritten counts
   * there as well: beyond `most` it is encoded to see, and again when a sixteenth more was written.
   */
  isGrown(most: number): boolean {
    if (this.#bytes > most && this.#bytes - this.#measured >= most / 16)
      this.#bytes = this.#measured = this.state.byteLength;
    return this.#measured > most;
  }

  get vector(): Uint8Array {
    return Y.encodeStateVector(this.ydoc);
  }

  /** All of it as an update, v1. */
  get state(): Uint8Array {
    return (this.#whole ??= Y.encodeStateAsUpdate(this.ydoc));
  }

  /** What is missing from a state vector, as an update. Throws BadMessage for bytes that are none. */
  missing(vector: Uint8Array): Uint8Array {
    let known: ReadonlyMap<number, number>;
    try {
      known = Y.decodeStateVector(vector);
    } catch {
      throw new BadMessage('The state vector is cut short.');
    }
    return known.size === 0 ? this.state : Y.encodeStateAsUpdate(this.ydoc, vector);
  }

  #takeFault(): Fault | null {
    const fault = this.#fault;
    this.#fault = null;
    return fault;
  }

  destroy(): void {
    this.ydoc.destroy();
  }
}
