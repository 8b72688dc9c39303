/**
 * One person's editing of one document on one screen: every change goes through `transact`, which makes one gesture one
 * transaction and one entry of undo. Undo is an inverse of our own: it sets earlier values where ours still stand, so
 * nothing of anybody else is touched and nothing is ever removed from the document.
 */
import type * as Y from 'yjs';
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Frame } from '#lib/model/time.ts';
import { Ledger, type Change } from './ledger.ts';

/** What a gesture did, for people: `caption` is small and begins with a verb (`move Forceps 3`). */
export type Deed = {
  readonly caption: string;
  /** Where to look at it; null where it is of no frame. */
  readonly frame: Frame | null;
  readonly refs: readonly AnnotationRef[];
};

/** What undo or redo did. */
export type Undone = Deed & {
  /** Values that somebody else has set since, and that were left alone. */
  readonly skipped: number;
};

type Entry = { readonly deed: Deed; readonly changes: readonly Change[] };

/** So many gestures can be taken back. */
const LONGEST = 1000;

export class Hand {
  readonly #ydoc: Y.Doc;
  readonly #ledger = new Ledger();
  #done: Entry[] = [];
  #undone: Entry[] = [];
  readonly #canUndo = new Cell(false);
  readonly #canRedo = new Cell(false);

  /** Nothing to let go of: it follows only its own transactions. */
  constructor(ydoc: Y.Doc) {
    this.#ydoc = ydoc;
  }

  get canUndo(): Readable<boolean> {
    return this.#canUndo;
  }

  get canRedo(): Readable<boolean> {
    return this.#canRedo;
  }

  /**
   * Runs edits as one transaction whose origin is this hand. A gesture that changes nothing leaves no entry; a new one
   * ends what could be done again. What `run` throws comes through; what it had done by then can be undone.
   */
  transact(deed: Deed, run: () => void): void {
    this.#record(run, (changes) => {
      this.#done = [...this.#done.slice(1 - LONGEST), { deed, changes }];
      this.#undone = [];
    });
  }

  /** Takes the last gesture back as far as it still stands; undefined when there is none. */
  undo(): Undone | undefined {
    return this.#turn(this.#done, this.#undone, (change) => this.#ledger.setBack(change));
  }

  /** Does again what was undone last, as far as nobody has changed it since. */
  redo(): Undone | undefined {
    return this.#turn(this.#undone, this.#done, (change) => this.#ledger.setAgain(change));
  }

  #turn(from: Entry[], to: Entry[], apply: (change: Change) => boolean): Undone | undefined {
    const entry = from.pop();
    if (!entry) return undefined;
    const turned: Change[] = [];
    this.#ydoc.transact(() => {
      for (const change of entry.changes) if (apply(change)) turned.push(change);
    }, this);
    if (turned.length > 0) to.push({ deed: entry.deed, changes: turned });
    this.#tell();
    return { ...entry.deed, skipped: entry.changes.length - turned.length };
  }

  #record(run: () => void, keep: (changes: readonly Change[]) => void): void {
    let own: Y.Transaction | undefined;
    // Inside somebody's observer, the transaction ends only after `run` has returned.
    const atEnd = (transaction: Y.Transaction) => {
      if (transaction !== own) return;
      this.#ydoc.off('afterTransaction', atEnd);
      const changes = this.#ledger.changesOf(transaction);
      if (changes.length > 0) keep(changes);
      this.#tell();
    };
    this.#ydoc.on('afterTransaction', atEnd);
    this.#ydoc.transact((transaction) => {
      own = transaction;
      run();
    }, this);
  }

  #tell(): void {
    this.#canUndo.set(this.#done.length > 0);
    this.#canRedo.set(this.#undone.length > 0);
  }
}
