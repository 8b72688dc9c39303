/** Ascending arrays as immutable values: a change makes a new one by merging, never by sorting. */

/** What shall stand on a frame; `item` undefined: nothing. */
export type Placed<Item> = { readonly frame: number; readonly item: Item | undefined };

/**
 * `list` with some frames replaced, added or taken out; the same array where nothing changes.
 *
 * @param list ascending by `frameOf`, one item for a frame
 * @param placed one for each frame, in any order
 */
export function withPlaced<Item>(
  list: readonly Item[],
  placed: readonly Placed<Item>[],
  frameOf: (item: Item) => number,
): readonly Item[] {
  const [only] = placed;
  if (!only) return list;
  if (placed.length === 1) return withOne(list, only, frameOf);
  const result: Item[] = [];
  let next = 0;
  for (const { frame, item } of placed.toSorted((a, b) => a.frame - b.frame)) {
    for (; next < list.length && frameOf(list[next] as Item) < frame; next++) result.push(list[next] as Item);
    if (next < list.length && frameOf(list[next] as Item) === frame) next++;
    if (item !== undefined) result.push(item);
  }
  for (; next < list.length; next++) result.push(list[next] as Item);
  return result;
}

/** The commonest change by far: the rest is copied as a block of memory. */
function withOne<Item>(
  list: readonly Item[],
  { frame, item }: Placed<Item>,
  frameOf: (item: Item) => number,
): readonly Item[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (frameOf(list[middle] as Item) < frame) low = middle + 1;
    else high = middle;
  }
  const there = low < list.length && frameOf(list[low] as Item) === frame;
  if (item === undefined) return there ? list.toSpliced(low, 1) : list;
  return there ? list.with(low, item) : list.toSpliced(low, 0, item);
}
