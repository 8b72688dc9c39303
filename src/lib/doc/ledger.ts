/**
 * What transactions of ours changed, so that it can be taken back: for each key the value before and after, and which
 * writes they are. Undo writes an earlier value anew, so one version of a value may be held by several writes in turn:
 * a version is an object of its own, shared by the changes before and after it.
 */
import * as Y from 'yjs';
import { sameValue } from './edit/put.ts';
import { absentValue } from './entity/absent.ts';
import { isLive, sameWrite, writeBefore, writeOf, type WriteId } from './item.ts';

/** One version of the value of a key, and the write that holds it now; undefined: the key was not there. */
type Version = { write: WriteId | undefined };
type Side = { readonly value: unknown; readonly version: Version };

/** One key that one transaction changed. */
export type Change = {
  readonly map: Y.Map<unknown>;
  readonly key: string;
  readonly before: Side;
  readonly after: Side;
};

export class Ledger {
  /** The newest version of each key that this ledger knows. */
  readonly #newest = new WeakMap<Y.Map<unknown>, Map<string, Version>>();

  /**
   * The changes of a transaction, in its `beforeObserverCalls`. A mark that was made is one change, of its flag: what was
   * written into it is part of that, and Yjs does not name containers that are as young as the transaction.
   */
  changesOf(transaction: Y.Transaction): Change[] {
    const changes: Change[] = [];
    for (const [type, keys] of transaction.changed) {
      if (!(type instanceof Y.Map) || !isLive(type)) continue;
      const map = type as Y.Map<unknown>;
      const isRoot = map._item === null;
      const { keys: changed } = new Y.YMapEvent(map, transaction, new Set(keys)).changes;
      for (const [key, { oldValue }] of changed) {
        const value = map.get(key);
        if (isRoot && value instanceof Y.Map) changes.push(...this.#made(value as Y.Map<unknown>));
        else if (!isRoot || isVideo(map))
          changes.push(...this.#changed(transaction, map, key, oldValue as unknown));
      }
    }
    return changes;
  }

  /** Sets the value before, where ours still stands. Says whether it did. */
  setBack({ map, key, before, after }: Change): boolean {
    return this.#replace(map, key, after.version, before);
  }

  /** Sets the value after, where nobody has set another since it was taken back. Says whether it did. */
  setAgain({ map, key, before, after }: Change): boolean {
    return this.#replace(map, key, before.version, after);
  }

  #replace(map: Y.Map<unknown>, key: string, standing: Version, { value, version }: Side): boolean {
    if (!isLive(map) || !sameWrite(writeOf(map, key), standing.write)) return false;
    map.set(key, value);
    version.write = writeOf(map, key);
    this.#versionsOf(map).set(key, version);
    return true;
  }

  #made(entity: Y.Map<unknown>): Change[] {
    if (entity.get('deleted') !== false) return [];
    const version = { write: writeOf(entity, 'deleted') };
    this.#versionsOf(entity).set('deleted', version);
    return [
      {
        map: entity,
        key: 'deleted',
        before: { value: true, version: { write: undefined } },
        after: { value: false, version },
      },
    ];
  }

  #changed(transaction: Y.Transaction, map: Y.Map<unknown>, key: string, oldValue: unknown): Change[] {
    const versions = this.#versionsOf(map);
    const earlier = writeBefore(transaction, map, key);
    const known = versions.get(key);
    const before = known && sameWrite(known.write, earlier) ? known : { write: earlier };
    const value = map.get(key);
    const old = earlier === undefined || oldValue === undefined ? absentValue(map, key) : oldValue;
    if (sameValue(old, value)) {
      before.write = writeOf(map, key); // there and back: the same version under a new write
      versions.set(key, before);
      return [];
    }
    const after = { write: writeOf(map, key) };
    versions.set(key, after);
    return [{ map, key, before: { value: old, version: before }, after: { value, version: after } }];
  }

  #versionsOf(map: Y.Map<unknown>): Map<string, Version> {
    const known = this.#newest.get(map);
    if (known) return known;
    const made = new Map<string, Version>();
    this.#newest.set(map, made);
    return made;
  }
}

/** The root whose values are of no entity. */
function isVideo(map: Y.Map<unknown>): boolean {
  return (map.doc?.share.get('video') as unknown) === map;
}
