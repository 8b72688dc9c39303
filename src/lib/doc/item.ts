/** What Yjs knows of the value of a key besides the value: who wrote it and when in their counting. */
import * as Y from 'yjs';

/** Which write a value is: the writer's client and its clock. */
export type WriteId = { readonly client: number; readonly clock: number };

/** The write behind the current value of a key; undefined where there is none. */
export function writeOf<T>(map: Y.Map<T>, key: string): WriteId | undefined {
  const item = map._map.get(key);
  return item && !item.deleted ? item.id : undefined;
}

/** Whether two are the same write; no write is the same as no write. */
export function sameWrite(a: WriteId | undefined, b: WriteId | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.client === b.client && a.clock === b.clock);
}

/** Whether a container is still part of its document. */
export function isLive(map: Y.Map<unknown>): boolean {
  return map.doc !== null && !(map._item?.deleted ?? false);
}

/** Whether a write was made in this transaction. */
function wroteIn(transaction: Y.Transaction, { client, clock }: WriteId): boolean {
  return clock >= (transaction.beforeState.get(client) ?? 0);
}

/** The write that held a key before a transaction; undefined where there was none. Before it is cleaned up. */
export function writeBefore(
  transaction: Y.Transaction,
  map: Y.Map<unknown>,
  key: string,
): WriteId | undefined {
  let item = map._map.get(key) ?? null;
  while (item && wroteIn(transaction, item.id)) item = item.left;
  return item?.id;
}

/** The client of the newest value in an entity, as far as a document tells: one that replaced another is newer. */
export function newestClient(entity: Y.Map<unknown>): number | undefined {
  let newest: { readonly id: WriteId; readonly replaced: boolean } | undefined;
  const look = (map: Y.Map<unknown>) => {
    for (const item of map._map.values()) {
      if (item.deleted) continue;
      const replaced = item.left !== null;
      const newer = !newest || (replaced === newest.replaced ? item.id.clock > newest.id.clock : replaced);
      if (newer) newest = { id: item.id, replaced };
    }
  };
  look(entity);
  for (const inner of entity.values()) if (inner instanceof Y.Map) look(inner as Y.Map<unknown>);
  return newest?.id.client;
}
