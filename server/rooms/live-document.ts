/** A document in memory: made from the log, changed by one update at a time, encoded once for all who ask. */
import * as Y from 'yjs';
import type { Opening } from '#server/log/log.ts';
import { writeSync } from '#lib/protocol/messages.ts';
import { settled } from './interim-admit.ts';

/** An update that was admitted did what it must not: the document is not to be trusted any more. */
export class Faulty extends Error {
  override readonly name = 'Faulty';
}

export class LiveDocument {
  readonly ydoc = new Y.Doc();
  #whole: Uint8Array | null = null;
  #fault: unknown = null;

  /** The document after the rows of the log and these updates. */
  constructor({ snapshot, rows }: Opening, waiting: readonly Uint8Array[]) {
    const { ydoc } = this;
    ydoc.transact(() => {
      if (snapshot) Y.applyUpdate(ydoc, snapshot.state);
      for (const { update } of rows) Y.applyUpdate(ydoc, update);
      for (const update of waiting) Y.applyUpdate(ydoc, update);
    });
    ydoc.on('afterTransaction', (transaction) => (this.#fault = settled(transaction)));
  }

  /** Applies an admitted update. Throws Faulty: the document is then of no use. */
  apply(update: Uint8Array): void {
    this.#whole = null;
    this.#fault = null;
    try {
      Y.applyUpdate(this.ydoc, update);
    } catch (cause) {
      throw new Faulty('An admitted update could not be applied.', { cause });
    }
    if (this.#fault)
      throw new Faulty(`An admitted update broke the document: ${JSON.stringify(this.#fault)}`);
  }

  get vector(): Uint8Array {
    return Y.encodeStateVector(this.ydoc);
  }

  /** All of it, as an update. */
  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.ydoc);
  }

  /** The sync message with what is missing from a state vector. Throws for bytes that are none. */
  missing(vector: Uint8Array): Uint8Array {
    const known = Y.decodeStateVector(vector);
    if (known.size > 0) return writeSync('missing', Y.encodeStateAsUpdate(this.ydoc, vector));
    return (this.#whole ??= writeSync('missing', this.state));
  }

  destroy(): void {
    this.ydoc.destroy();
  }
}
