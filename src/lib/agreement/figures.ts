/** How far layers agree, in numbers: for each label, and for each tier on which every frame has at most one label. */
import type { LabelId } from '#lib/model/id.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';
import { kappaOf, type Kappa, type Rated } from './kappa.ts';
import { extentOf, type Mark } from './marks.ts';
import { likeness, type Thing } from './things.ts';

/** Marks of a pair of layers are the same from this overlap on; events within the tolerance. */
export const SAME_FROM = 0.5;

export type LabelFigures = {
  readonly label: LabelId;
  readonly kind: Mark['kind'];
  /** Marks with this label in all layers. */
  readonly n: number;
  /** F1 over all pairs of layers: marks with the same label that overlap by a half at least; events within the tolerance. */
  readonly f1: number;
  /** Pairs that were matched, with the same label. */
  readonly pairs: number;
  /** Mean overlap of matched pairs, 0 to 1; of events null. Null without pairs. */
  readonly overlap: number | null;
  /** Mean distance of matched starts and of ends, of events of their instants, in frames. Null without pairs. */
  readonly edgeFrames: number | null;
};

export type TierFigures = Kappa & { readonly tier: string };

export type Figures = {
  readonly labels: readonly LabelFigures[];
  readonly tiers: readonly TierFigures[];
};

/** Of the things of two or more layers (things.ts) in a video of so many frames. */
export function figuresOf(
  layers: readonly (readonly Mark[])[],
  things: readonly Thing[],
  tolerance: Tolerance,
  frames: number,
): Figures {
  return { labels: labelFigures(layers, things, tolerance), tiers: tierFigures(layers, frames) };
}

type Sums = {
  label: LabelId;
  kind: Mark['kind'];
  n: number;
  pairs: number;
  good: number;
  overlap: number;
  off: number;
};

function labelFigures(
  layers: readonly (readonly Mark[])[],
  things: readonly Thing[],
  tolerance: Tolerance,
): readonly LabelFigures[] {
  const all = new Map<string, Sums>();
  const sumsOf = ({ kind, label }: Mark): Sums => {
    const key = `${kind} ${label}`;
    const known = all.get(key) ?? { label, kind, n: 0, pairs: 0, good: 0, overlap: 0, off: 0 };
    all.set(key, known);
    return known;
  };
  for (const mark of layers.flat()) sumsOf(mark).n += 1;
  for (const [a, b] of things.flatMap(pairsOf)) {
    if (a.label !== b.label) continue;
    const sums = sumsOf(a);
    const alike = likeness(a, b, tolerance);
    const [one, other] = [extentOf(a), extentOf(b)];
    const [start, end] = [Math.abs(one.start - other.start), Math.abs(one.end - other.end)];
    sums.pairs += 1;
    sums.good += a.kind === 'event' ? Number(start <= tolerance.eventFrames) : Number(alike >= SAME_FROM);
    sums.overlap += alike;
    sums.off += a.kind === 'event' ? start : (start + end) / 2;
  }
  // Over all pairs of layers each mark is looked for once in every other layer.
  const others = layers.length - 1;
  return [...all.values()].map(({ label, kind, n, pairs, good, overlap, off }) => ({
    label,
    kind,
    n,
    pairs,
    f1: n > 0 && others > 0 ? (2 * good) / (n * others) : 0,
    overlap: pairs > 0 && kind !== 'event' ? overlap / pairs : null,
    edgeFrames: pairs > 0 ? off / pairs : null,
  }));
}

function pairsOf({ marks }: Thing): readonly (readonly [Mark, Mark])[] {
  const there = marks.filter((mark) => mark !== null);
  return there.flatMap((a, n) => there.slice(n + 1).map((b): [Mark, Mark] => [a, b]));
}

/** Kappa over the frames of each tier of phases. */
function tierFigures(layers: readonly (readonly Mark[])[], frames: number): readonly TierFigures[] {
  const phases = layers.map((marks) =>
    marks.flatMap((mark) => (mark.kind === 'interval' && mark.ref.kind === 'boundary' ? [mark] : [])),
  );
  const tiers = new Set(phases.flat().map(({ tier }) => tier));
  return [...tiers].toSorted().flatMap((tier) => {
    const own = phases.map((marks) => marks.filter((mark) => mark.tier === tier));
    const kappa = kappaOf(stretches(own, frames));
    return kappa ? [{ tier, ...kappa }] : [];
  });
}

/** Runs of frames on which nobody changes what they say. */
function stretches(
  layers: readonly (readonly (Mark & { readonly kind: 'interval' })[])[],
  frames: number,
): readonly Rated[] {
  const ascending = layers.map((marks) => marks.toSorted((a, b) => a.range.start - b.range.start));
  const edges = ascending.flat().flatMap(({ range }) => [range.start, range.end]);
  const turns = [...new Set([0, frames, ...edges])]
    .filter((at) => at >= 0 && at <= frames)
    .toSorted((a, b) => a - b);
  const places = ascending.map(() => 0);
  return turns.slice(0, -1).map((start, n) => ({
    count: (turns[n + 1] ?? start) - start,
    said: ascending.map((marks, layer) => {
      let at = places[layer] ?? 0;
      while ((marks[at]?.range.end ?? Infinity) <= start) at += 1;
      places[layer] = at;
      const mark = marks[at];
      return mark && mark.range.start <= start ? mark.label : null;
    }),
  }));
}
