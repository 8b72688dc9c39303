/** The one way values get into a document: set a key to an atomic value, and only if that changes something. */
import * as Y from 'yjs';
import { must, Refusal } from '#lib/model/problem.ts';
import type { EntityRoot } from '../schema.ts';

/** Sets a key unless it already holds an equal value. Says whether it did. */
export function put(map: Y.Map<unknown>, key: string, value: unknown): boolean {
  if (sameValue(map.get(key), value)) return false;
  map.set(key, value);
  return true;
}

/** Whether two atomic values are the same: bytes by content, objects by their JSON. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, at) => byte === b[at]);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return (
    !(a instanceof Y.AbstractType || b instanceof Y.AbstractType) && JSON.stringify(a) === JSON.stringify(b)
  );
}

/** A new container with these fields; complete before it is put into the document. */
export function container(fields: Readonly<Record<string, unknown>> = {}): Y.Map<unknown> {
  return new Y.Map(Object.entries(fields));
}

/** The entity with this id. It is our bug to edit one that the reading does not show. */
export function entityIn(root: EntityRoot, id: string): Y.Map<unknown> {
  const found: unknown = root.get(id);
  return must(
    found instanceof Y.Map ? (found as Y.Map<unknown>) : undefined,
    `There is no entity ${id} to edit.`,
  );
}

/**
 * The map inside an entity that was made with it.
 *
 * @throws Refusal `bad-update` where a program made the entity without it: made now, by two people at once, one side
 * would be lost
 */
export function mapIn(entity: Y.Map<unknown>, key: string): Y.Map<unknown> {
  const found = entity.get(key);
  if (found instanceof Y.Map) return found as Y.Map<unknown>;
  throw new Refusal('bad-update', { reason: `the program that made this mark left out its "${key}"` });
}
