/**
 * Making again what a document holds and another does not: after a refusal the writes of a client cannot be sent any
 * more, so they are read off the old document and written anew into the true one, by where they lie, mark by mark.
 */
import * as Y from 'yjs';
import { isLive } from './item.ts';

/** The writes to one mark (or comment), ready to be made again. */
export type Replay = {
  /** Name of the top-level map. */
  readonly root: string;
  /** Id of the entity in it, or the key of a plain value (`meta`). */
  readonly id: string;
  /** Writes into another document; call it inside one transaction. Where the mark is gone it is made whole. */
  readonly apply: (target: Y.Doc) => void;
};

type Write = { readonly path: readonly string[]; readonly value: unknown };

/**
 * What an update wrote into `source` that still stands there, as replays, in the order of writing.
 *
 * @param source holds the update already
 * @param update Yjs update, v1: what was not acknowledged
 */
export function replaysOf(source: Y.Doc, update: Uint8Array): Replay[] {
  const rootNames = new Map<unknown, string>([...source.share].map(([name, type]) => [type, name]));
  const byMark = new Map<string, Write[]>();
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { client, clock } = struct.id;
    for (let at = clock; at < clock + struct.length;) {
      if (at >= Y.getState(source.store, client)) break;
      const item = Y.getItem(source.store, Y.createID(client, at));
      at = item.id.clock + item.length;
      const write = item instanceof Y.Item ? writeOf(item, rootNames) : undefined;
      if (!write) continue;
      const key = write.path.slice(0, 2).join('\n');
      const earlier = byMark.get(key);
      if (earlier) earlier.push(write);
      else byMark.set(key, [write]);
    }
  }
  return [...byMark.values()].map((writes) => toReplay(source, writes));
}

/** Where an item lies below a top-level map; undefined for one that no longer stands. */
function writeOf(item: Y.Item, rootNames: ReadonlyMap<unknown, string>): Write | undefined {
  if (item.deleted || item.parentSub === null) return undefined;
  const path: string[] = [item.parentSub];
  let parent = item.parent;
  while (parent instanceof Y.Map && parent._item) {
    if (!isLive(parent as Y.Map<unknown>) || parent._item.parentSub === null) return undefined;
    path.unshift(parent._item.parentSub);
    parent = parent._item.parent;
  }
  const root = rootNames.get(parent);
  if (root === undefined) return undefined;
  path.unshift(root);
  const { content } = item;
  const value: unknown = content instanceof Y.ContentType ? content.type : content.getContent().at(-1);
  return { path, value };
}

function toReplay(source: Y.Doc, writes: readonly Write[]): Replay {
  const [root = '', id = ''] = writes[0]?.path ?? [];
  const whole: unknown = source.getMap(root).get(id);
  return {
    root,
    id,
    apply(target) {
      const there = target.getMap(root);
      if (!there.has(id)) there.set(id, copyOf(whole));
      else
        for (const { path, value } of writes)
          if (!(value instanceof Y.AbstractType)) put(there, path.slice(1), value);
    },
  };
}

/** Sets a value below a map, unless a container on the way is not there. */
function put(map: Y.Map<unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return void map.set(key, value);
  const inner = map.get(key);
  if (inner instanceof Y.Map) put(inner as Y.Map<unknown>, rest, value);
}

/** A value as it can be set elsewhere: containers are made anew, with all that is in them. */
export function copyOf(value: unknown): unknown {
  if (!(value instanceof Y.Map)) return value;
  return new Y.Map([...(value as Y.Map<unknown>)].map(([key, inner]) => [key, copyOf(inner)]));
}
