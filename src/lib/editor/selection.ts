/** What the hand has chosen: mine alone, never in the document. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';

/** Frames of keyframes, by track. */
export type Picked = ReadonlyMap<TrackId, ReadonlySet<Frame>>;

export class Selection {
  readonly #refs = new Cell<readonly AnnotationRef[]>([]);
  /** Of the first one: the point that keys work on; it is let go with the selection, and on another frame. */
  readonly vertex = new Cell<number | null>(null);
  /** Keyframes of selected objects, picked on the timeline; they are let go with their object. */
  readonly keyframes = new Cell<Picked>(new Map());
  #keys: ReadonlySet<string> = new Set();

  get refs(): Readable<readonly AnnotationRef[]> {
    return this.#refs;
  }

  /** The one that commands for a single mark work on. */
  get first(): AnnotationRef | undefined {
    return this.#refs.value[0];
  }

  /** Replaces the selection; one named twice counts once. */
  set(refs: readonly AnnotationRef[]): void {
    const byKey = new Map(refs.map((ref) => [refKey(ref), ref]));
    if (byKey.size === this.#keys.size && [...byKey.keys()].every((key) => this.#keys.has(key))) return;
    this.vertex.set(null);
    this.#keys = new Set(byKey.keys());
    const picked = this.keyframes.value;
    const kept = [...picked].filter(([id]) => byKey.has(`track:${id}`));
    if (kept.length < picked.size) this.keyframes.set(new Map(kept));
    this.#refs.set([...byKey.values()]);
  }

  toggle(ref: AnnotationRef): void {
    const key = refKey(ref);
    const others = this.#refs.value.filter((one) => refKey(one) !== key);
    this.set(this.has(ref) ? others : [...others, ref]);
  }

  has(ref: AnnotationRef): boolean {
    return this.#keys.has(refKey(ref));
  }

  /** The refKeys of what is chosen; another set after each change. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  clear(): void {
    this.set([]);
  }

  /** Lets go of what `stays` says no to. */
  keep(stays: (ref: AnnotationRef) => boolean): void {
    this.set(this.#refs.value.filter(stays));
  }
}
