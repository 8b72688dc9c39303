/**
 * One person's editing of one document on one screen: every change goes through `transact`, which makes one gesture one
 * transaction and one entry of undo. Undo is an inverse of our own: it sets earlier values where ours still stand, so
 * nothing of anybody else is touched and nothing is ever removed from the document.
 */
import type * as Y from 'yjs';
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { assert } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';
import { Ledger, type Change } from './ledger.ts';
import { assertEditable } from './open.ts';

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
  /** Transactions whose end is waited for. */
  readonly #underWay = new Set<Y.Transaction>();
  readonly #canUndo = new Cell(false);
  readonly #canRedo = new Cell(false);
  readonly #nextUndo = new Cell<Deed | null>(null);
  readonly #nextRedo = new Cell<Deed | null>(null);

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

  /** What undo would take back; null where there is nothing. */
  get nextUndo(): Readable<Deed | null> {
    return this.#nextUndo;
  }

  /** What redo would do again. */
  get nextRedo(): Readable<Deed | null> {
    return this.#nextRedo;
  }

  /**
   * Runs edits as one transaction whose origin is this hand. A gesture that changes nothing leaves no entry; a new one
   * ends what could be done again; one inside another is part of it. What `run` throws comes through; what it had done
   * by then can be undone.
   */
  transact(deed: Deed, run: () => void): void {
    this.#ydoc.transact((transaction) => {
      if (!this.#underWay.has(transaction)) this.#recordAtEnd(transaction, deed);
      run();
    }, this);
  }

  /**
   * Takes the last gesture back as far as it still stands; undefined when there is none.
   *
   * @throws Refusal `read-only` when the document is of a newer schema by now
   */
  undo(): Undone | undefined {
    return this.#turn(this.#done, this.#undone, (change) => this.#ledger.setBack(change));
  }

  /** Does again what was undone last, as far as nobody has changed it since; refuses as `undo` does. */
  redo(): Undone | undefined {
    return this.#turn(this.#undone, this.#done, (change) => this.#ledger.setAgain(change));
  }

  #turn(from: Entry[], to: Entry[], apply: (change: Change) => boolean): Undone | undefined {
    assert(this.#underWay.size === 0, 'Undo in the middle of a gesture.');
    assertEditable({ ydoc: this.#ydoc });
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

  /**
   * Inside somebody's observer, the transaction ends only after `transact` has returned. It is recorded before anybody
   * hears of it: what throws as it follows the document must not cost an entry.
   */
  #recordAtEnd(transaction: Y.Transaction, deed: Deed): void {
    const record = (ended: Y.Transaction) => {
      if (ended !== transaction) return;
      this.#ydoc.off('beforeObserverCalls', record);
      this.#underWay.delete(transaction);
      const changes = this.#ledger.changesOf(transaction);
      if (changes.length === 0) return;
      this.#done = [...this.#done.slice(1 - LONGEST), { deed, changes }];
      this.#undone = [];
      this.#ydoc.once('afterTransaction', () => this.#tell());
    };
    this.#underWay.add(transaction);
    this.#ydoc.on('beforeObserverCalls', record);
  }

  #tell(): void {
    this.#canUndo.set(this.#done.length > 0);
    this.#canRedo.set(this.#undone.length > 0);
    this.#nextUndo.set(this.#done.at(-1)?.deed ?? null);
    this.#nextRedo.set(this.#undone.at(-1)?.deed ?? null);
  }
}
