/** The second look: after an admitted update was applied, that it did nothing which admission exists to prevent. */
import * as Y from 'yjs';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import { rootsOf } from './roots.ts';

export type Fault = { readonly reason: string };

/** What is wrong with a transaction, in its `afterTransaction`; null when nothing is. */
export function settled({ doc, changed, subdocsAdded }: Y.Transaction, room: RoomRef): Fault | null {
  const { store, share } = doc;
  if (store.pendingStructs || store.pendingDs) return { reason: 'something waits for what is not there' };
  if (subdocsAdded.size > 0) return { reason: 'there is a document inside the document' };
  const roots = rootsOf(room);
  for (const name of share.keys())
    if (!Object.hasOwn(roots, name)) return { reason: 'there is a root that is none of ours' };
  for (const [type, keys] of changed) {
    if (type._item && !(type instanceof Y.Map)) return { reason: 'there is a container that is no map' };
    for (const key of keys) {
      if (key === null) return { reason: 'a map was written into as if it were a list' };
      if (type._map.get(key)?.deleted !== false) return { reason: 'a value was removed' };
    }
  }
  return null;
}
