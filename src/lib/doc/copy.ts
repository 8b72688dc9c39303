/** A labels document made anew from another: what stands in it now, by one hand, without its past. */
import type * as Y from 'yjs';
import { copyOf } from './replay.ts';
import { LABELS_ROOTS } from './schema.ts';

/** Writes all marks of one labels document but the deleted ones into an empty one, as one transaction. */
export function copyLabels(from: Y.Doc, to: Y.Doc): void {
  to.transact(() => {
    for (const name of LABELS_ROOTS) {
      const root = to.getMap(name);
      for (const [key, value] of from.getMap(name)) if (!isDeleted(value)) root.set(key, copyOf(value));
    }
  });
}

function isDeleted(value: unknown): boolean {
  return value !== null && typeof value === 'object' && 'get' in value && isTrue(value as Y.Map<unknown>);
}

function isTrue(entity: Y.Map<unknown>): boolean {
  return entity.get('deleted') === true;
}
