/** Undo and redo of what this hand did, over both documents in the order it was done; each names what it took back. */
import type { Readable } from '#lib/cell/cell.ts';
import { Cell, Derived } from '#lib/cell/cell.ts';
import type { Hand, Undone } from '#lib/doc/hand.ts';
import { formatTimeMs } from '#lib/model/time.ts';
import type { Editor } from './editor.ts';

/** The part of a Y.Doc that is followed, to know in which document the hand was last. */
type Followed = {
  on(name: 'afterTransaction', listener: (transaction: Followable) => void): void;
  off(name: 'afterTransaction', listener: (transaction: Followable) => void): void;
};
type Followable = { readonly local: boolean; readonly changed: ReadonlyMap<unknown, unknown> };

/** As many as a hand keeps; older ones are forgotten. */
const LONGEST = 1000;

export class History {
  readonly canUndo: Readable<boolean>;
  readonly canRedo: Readable<boolean>;
  /** What would be taken back, and done again: `move Forceps 3`; null where there is nothing. */
  readonly nextUndo: Readable<string | null>;
  readonly nextRedo: Readable<string | null>;
  readonly #editor: Editor;
  readonly #hands: readonly Hand[];
  readonly #stops: (() => void)[];
  /** The hand of each deed, oldest first. */
  #done: Hand[] = [];
  #undone: Hand[] = [];
  #busy = false;
  /** Counts up when the orders have changed with what was undone or done again. */
  readonly #turns = new Cell(0);

  constructor(editor: Editor, parts: readonly { readonly ydoc: Followed; readonly hand: Hand }[]) {
    this.#editor = editor;
    this.#hands = parts.map(({ hand }) => hand);
    const canUndo = new Derived(
      this.#hands.map((hand) => hand.canUndo),
      () => this.#hands.some((hand) => hand.canUndo.value),
    );
    const canRedo = new Derived(
      this.#hands.map((hand) => hand.canRedo),
      () => this.#hands.some((hand) => hand.canRedo.value),
    );
    [this.canUndo, this.canRedo] = [canUndo, canRedo];
    const nextUndo = new Derived(
      [...this.#hands.map((hand) => hand.nextUndo), this.#turns],
      () => this.#newest(this.#done, (hand) => hand.canUndo.value)?.nextUndo.value?.caption ?? null,
    );
    const nextRedo = new Derived(
      [...this.#hands.map((hand) => hand.nextRedo), this.#turns],
      () => this.#newest(this.#undone, (hand) => hand.canRedo.value)?.nextRedo.value?.caption ?? null,
    );
    [this.nextUndo, this.nextRedo] = [nextUndo, nextRedo];
    this.#stops = parts.map(({ ydoc, hand }) => {
      const listener = ({ local, changed }: Followable) => {
        if (!local || this.#busy || changed.size === 0) return;
        this.#done = [...this.#done.slice(1 - LONGEST), hand];
        this.#undone = [];
      };
      ydoc.on('afterTransaction', listener);
      return () => ydoc.off('afterTransaction', listener);
    });
    this.#stops.push(
      () => canUndo.stop(),
      () => canRedo.stop(),
      () => nextUndo.stop(),
      () => nextRedo.stop(),
    );
  }

  undo(): void {
    const hand = this.#takeFrom(this.#done, (one) => one.canUndo.value);
    const undone = hand && this.#quietly(() => hand.undo());
    if (!hand || !undone) return this.#editor.say('Nothing of yours to undo.');
    this.#undone.push(hand);
    this.#turns.set(this.#turns.value + 1);
    this.#show('Undid', undone);
  }

  redo(): void {
    const hand = this.#takeFrom(this.#undone, (one) => one.canRedo.value);
    const redone = hand && this.#quietly(() => hand.redo());
    if (!hand || !redone) return this.#editor.say('Nothing of yours to do again.');
    this.#done.push(hand);
    this.#turns.set(this.#turns.value + 1);
    this.#show('Did again', redone);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  /** Whose turn it is, without taking it. */
  #newest(order: readonly Hand[], ready: (hand: Hand) => boolean): Hand | undefined {
    return order.findLast(ready) ?? this.#hands.find(ready);
  }

  /** The newest hand of the order that has something left, else any that has. */
  #takeFrom(order: Hand[], ready: (hand: Hand) => boolean): Hand | undefined {
    for (let hand = order.pop(); hand; hand = order.pop()) if (ready(hand)) return hand;
    return this.#hands.find(ready);
  }

  #quietly(run: () => Undone | undefined): Undone | undefined {
    this.#busy = true;
    try {
      return run();
    } finally {
      this.#busy = false;
    }
  }

  /** Takes the eye to what changed, and says it. */
  #show(verb: string, { caption, frame, refs, skipped }: Undone): void {
    const { playhead, selection, reading, options } = this.#editor;
    if (frame !== null) playhead.seek(frame);
    const there = refs.filter((ref) => reading.find(ref)?.deleted === false);
    if (refs.length > 0) selection.set(there);
    const place = frame === null ? '' : ` at ${formatTimeMs(options.index.timeMs(frame))}`;
    const kept = skipped === 1 ? 'one value was' : `${skipped} values were`;
    const others = skipped > 0 ? `; ${kept} left as somebody else has set it since` : '';
    this.#editor.say(`${verb}: ${caption}${place}${others}`, skipped > 0 ? 'warn' : 'info');
  }
}
