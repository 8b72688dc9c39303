/** Lists that stay in order as things come and go: each step looks at as many as a binary search does. */

export type Compare<T> = (a: T, b: T) => number;

/** Index of the first item that does not come before `item`. */
export function placeOf<T>(all: readonly T[], item: T, compare: Compare<T>): number {
  return firstWhere(all, (one) => compare(one, item) >= 0);
}

/** Index of the first item for which `holds`; it must hold for all after it. The length where there is none. */
export function firstWhere<T>(all: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(all[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Puts an item where it belongs; gives its index. */
export function insert<T>(all: T[], item: T, compare: Compare<T>): number {
  const at = placeOf(all, item, compare);
  all.splice(at, 0, item);
  return at;
}

/** Takes out the item that compares as equal; gives the index it had. */
export function remove<T>(all: T[], item: T, compare: Compare<T>): number {
  const at = placeOf(all, item, compare);
  const there = all[at];
  if (there !== undefined && compare(there, item) === 0) all.splice(at, 1);
  return at;
}

/** Items from the first for which `begins` holds up to the first for which `ends` does; both hold for all after it. */
export function between<T>(
  all: readonly T[],
  begins: (item: T) => boolean,
  ends: (item: T) => boolean,
): readonly T[] {
  return all.slice(firstWhere(all, begins), firstWhere(all, ends));
}
