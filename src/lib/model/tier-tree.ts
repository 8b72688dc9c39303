/** Tiers under tiers: phase › step › task › action, and which intervals lie outside of what is above them. */
import type { TierId } from './id.ts';
import type { Tier } from './tier.ts';

/** A tier and how many are above it. */
export type TierPlace<T> = { readonly tier: T; readonly depth: number; readonly hasChildren: boolean };

/** Half-open, in frames. */
type Interval = { readonly start: number; readonly end: number };

/**
 * Tiers in the order of their lanes: each after the one above it, else in the order given. One whose parent is not among
 * them, or that lies under itself, stands at the top.
 */
export function inTreeOrder<T extends Pick<Tier, 'id' | 'parent'>>(
  tiers: readonly T[],
): readonly TierPlace<T>[] {
  const known = new Set(tiers.map(({ id }) => id));
  const children = Map.groupBy(tiers, ({ parent }) => (parent && known.has(parent) ? parent : null));
  const placed = new Map<TierId, TierPlace<T>>();
  const place = (tier: T, depth: number) => {
    if (placed.has(tier.id)) return;
    const below = children.get(tier.id) ?? [];
    placed.set(tier.id, { tier, depth, hasChildren: below.length > 0 });
    for (const child of below) place(child, depth + 1);
  };
  for (const tier of children.get(null) ?? []) place(tier, 0);
  for (const tier of tiers) place(tier, 0); // what is left lies in a ring
  return [...placed.values()];
}

/** Tiers that may come to lie above one: all that are offered but itself and those under it. */
export function parentsFor(tiers: readonly Tier[], id: TierId): readonly Tier[] {
  const below = new Set<TierId>([id]);
  for (let grown = 0; grown < below.size;) {
    grown = below.size;
    for (const tier of tiers) if (tier.parent && below.has(tier.parent)) below.add(tier.id);
  }
  return tiers.filter((tier) => !tier.retired && !below.has(tier.id));
}

/** Intervals of a tier, made so that one can be asked whether any of them holds another. */
export class Enclosure {
  /** Ascending. */
  readonly #starts: readonly number[];
  /** Of the intervals up to the one at an index: the furthest end. */
  readonly #reach: readonly number[];

  /** @param intervals ascending by start */
  constructor(intervals: readonly Interval[]) {
    this.#starts = intervals.map(({ start }) => start);
    let furthest = -Infinity;
    this.#reach = intervals.map(({ end }) => (furthest = Math.max(furthest, end)));
  }

  /** Whether one interval holds all of this one. O(log n). */
  holds({ start, end }: Interval): boolean {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= start) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (this.#reach[low - 1] as number) >= end;
  }
}
