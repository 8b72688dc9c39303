/**
 * What the deletions of an update would take away. Whatever is overwritten is deleted by that alone, so deletions that
 * take nothing away add nothing, and all others are refused.
 */
import * as Y from 'yjs';
import type { Deletions, Range } from './decode.ts';
import { lastWrite } from './news.ts';
import type { Placing } from './placing.ts';

/** `unknown`: of something that is neither in the document nor in the update. */
export type Effect = 'none' | 'removal' | 'unknown';

/** `placing` is that of the update; null for one without new writes. */
export function effectOf(ydoc: Y.Doc, deletions: readonly Deletions[], placing: Placing | null): Effect {
  let newest: ReadonlyMap<number, readonly number[]> | undefined;
  for (const { client, ranges } of deletions) {
    const known = Y.getState(ydoc.store, client);
    const end = placing?.endOf(client) ?? known;
    for (const range of ranges) {
      if (range.end > end) return 'unknown';
      if (range.clock < known && removesKnown(ydoc, client, range, placing)) return 'removal';
      if (range.end <= known || !placing) continue;
      newest ??= newestOf(placing);
      if (isWithin(newest.get(client) ?? [], range)) return 'removal';
    }
  }
  return 'none';
}

function removesKnown(ydoc: Y.Doc, client: number, range: Range, placing: Placing | null): boolean {
  const structs = ydoc.store.clients.get(client) ?? [];
  for (let at = Y.findIndexSS(structs, range.clock); at < structs.length; at++) {
    const struct = structs[at];
    if (!struct || struct.id.clock >= range.end) return false;
    if (struct instanceof Y.Item && !struct.deleted && !placing?.overwrites(struct)) return true;
  }
  return false;
}

/** The new writes that will be values, by client, ascending. */
function newestOf(placing: Placing): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { newest, before } of placing.chains) {
    if (!newest || newest === before) continue;
    const { client, clock } = lastWrite(newest);
    const clocks = found.get(client);
    if (clocks) clocks.push(clock);
    else found.set(client, [clock]);
  }
  for (const clocks of found.values()) clocks.sort((a, b) => a - b);
  return found;
}

function isWithin(ascending: readonly number[], { clock, end }: Range): boolean {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < clock) low = middle + 1;
    else high = middle;
  }
  return low < ascending.length && (ascending[low] as number) < end;
}
