/**
 * The segments of one free tier on rows of their own, as stack.ts says, kept as they come and go: a change stacks again
 * only those that it may push, and looks at no other.
 */
import type { LaneSegment } from './lane.ts';
import { insert, placeOf, remove } from './sorted.ts';

/** By start, longer ones first, then by id. */
export function inStackOrder(a: LaneSegment, b: LaneSegment): number {
  return a.start - b.start || b.end - a.end || (a.ref.id < b.ref.id ? -1 : a.ref.id > b.ref.id ? 1 : 0);
}

export class FreeTier {
  readonly #sorted: LaneSegment[] = [];
  readonly #rows: LaneSegment[][] = [];
  readonly #byId = new Map<string, LaneSegment>();

  /** In the order of stacking. Changes with the next `set`. */
  get segments(): readonly LaneSegment[] {
    return this.#sorted;
  }

  /** Each row ascending, without overlap. Changes with the next `set`. */
  get rows(): readonly (readonly LaneSegment[])[] {
    return this.#rows;
  }

  /** A new version of a segment, whatever row it names; undefined: it is gone. */
  set(id: string, segment: LaneSegment | undefined): void {
    const known = this.#byId.get(id);
    if (!known && !segment) return;
    let from = this.#sorted.length;
    if (known) {
      this.#byId.delete(id);
      from = remove(this.#sorted, known, inStackOrder);
      remove(this.#rowOf(known.row), known, inStackOrder);
    }
    if (segment) {
      const unplaced = { ...segment, row: -1 };
      this.#byId.set(id, unplaced);
      from = Math.min(from, insert(this.#sorted, unplaced, inStackOrder));
    }
    this.#stackFrom(from, Math.max(known?.end ?? 0, segment?.end ?? 0));
    while (this.#rows.at(-1)?.length === 0) this.#rows.pop();
  }

  /** Stacks again from an index on, until nothing that changed reaches any further. */
  #stackFrom(from: number, disturbed: number): void {
    const first = this.#sorted[from];
    if (!first) return;
    const ends = this.#rows.map((row) => row[placeOf(row, first, inStackOrder) - 1]?.end ?? -Infinity);
    let reach = disturbed;
    for (let at = from; at < this.#sorted.length; at++) {
      const segment = this.#sorted[at] as LaneSegment;
      if (segment.start >= reach && segment.row !== -1) return;
      const free = ends.findIndex((end) => end <= segment.start);
      const row = free === -1 ? ends.length : free;
      ends[row] = segment.end;
      if (row === segment.row) continue;
      reach = Math.max(reach, segment.end);
      this.#place(segment, row, at);
    }
  }

  #place(segment: LaneSegment, row: number, at: number): void {
    if (segment.row !== -1) remove(this.#rowOf(segment.row), segment, inStackOrder);
    const placed = { ...segment, row };
    this.#sorted[at] = placed;
    this.#byId.set(segment.ref.id, placed);
    insert(this.#rowOf(row), placed, inStackOrder);
  }

  #rowOf(row: number): LaneSegment[] {
    while (this.#rows.length <= row) this.#rows.push([]);
    return this.#rows[row] as LaneSegment[];
  }
}
