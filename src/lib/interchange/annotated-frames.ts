/** The frames on which at least one track is there: which they are, and which place each has among them. */

/** Half-open, in frames: `[start, end)`. */
export type FrameRange = { readonly start: number; readonly end: number };

export class AnnotatedFrames {
  /** Ascending and apart from each other; `before`: how many annotated frames lie before it. */
  readonly #merged: readonly (FrameRange & { readonly before: number })[];

  /** Ranges in any order; they may overlap. */
  constructor(ranges: readonly FrameRange[]) {
    const merged: { start: number; end: number; before: number }[] = [];
    for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
      const last = merged.at(-1);
      if (last && start <= last.end) last.end = Math.max(last.end, end);
      else merged.push({ start, end, before: last ? last.before + last.end - last.start : 0 });
    }
    this.#merged = merged;
  }

  get count(): number {
    const last = this.#merged.at(-1);
    return last ? last.before + last.end - last.start : 0;
  }

  /** Ascending. */
  *[Symbol.iterator](): Generator<number, void, void> {
    for (const { start, end } of this.#merged) for (let frame = start; frame < end; frame++) yield frame;
  }

  /** Place of an annotated frame among all of them, from 0; -1 for any other frame. O(log n). */
  placeOf(frame: number): number {
    let low = 0;
    let high = this.#merged.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#merged[middle]?.start ?? Infinity) <= frame) low = middle + 1;
      else high = middle;
    }
    const found = this.#merged[low - 1];
    return found && frame < found.end ? found.before + frame - found.start : -1;
  }
}
