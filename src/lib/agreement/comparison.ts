/** Layers of one video held against each other: what an adjudicator is shown. Made beside the page, as it may take seconds. */
import type { Tolerance } from '#lib/model/tolerance.ts';
import { CONFLICT_KINDS, conflictsAbout, type ConflictKind } from './conflicts.ts';
import { figuresOf, type Figures } from './figures.ts';
import type { Mark } from './marks.ts';
import { firstFrameOf, thingsIn } from './things.ts';

export type ComparedThing = {
  /** Of each layer the place of its mark among its marks; null where it has it not. */
  readonly places: readonly (number | null)[];
  /** Worst first; none: the layers say the same. */
  readonly conflicts: readonly {
    readonly kind: ConflictKind;
    /** Where to look. */
    readonly frame: number;
    /** As conflicts.ts has it. */
    readonly amount: number;
    readonly keys: readonly string[];
  }[];
  /** First frame on which any layer has it. */
  readonly frame: number;
};

export type Comparison = {
  /** Those in conflict, worst first, then those that agree, by frame. */
  readonly things: readonly ComparedThing[];
  readonly figures: Figures;
};

/** Two or more layers of a video of so many frames. */
export function compared(
  layers: readonly (readonly Mark[])[],
  tolerance: Tolerance,
  frames: number,
): Comparison {
  const places = layers.map((marks) => new Map(marks.map((mark, n) => [mark, n])));
  const things = thingsIn(layers, tolerance);
  const found = things.map((thing): ComparedThing => ({
    places: thing.marks.map((mark, layer) => (mark && places[layer]?.get(mark)) ?? null),
    conflicts: conflictsAbout(thing, tolerance).map(({ kind, frame, amount, keys }) => ({
      kind,
      frame,
      amount,
      keys,
    })),
    frame: firstFrameOf(thing),
  }));
  const rank = ({ conflicts: [worst] }: ComparedThing) =>
    worst ? CONFLICT_KINDS.indexOf(worst.kind) : CONFLICT_KINDS.length;
  const sorted = found.toSorted(
    (a, b) =>
      rank(a) - rank(b) || (b.conflicts[0]?.amount ?? 0) - (a.conflicts[0]?.amount ?? 0) || a.frame - b.frame,
  );
  return { things: sorted, figures: figuresOf(layers, things, tolerance, frames) };
}
