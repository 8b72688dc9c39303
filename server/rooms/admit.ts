/**
 * What is let into a document. Each update that a member sends is judged as a whole before anything of it is applied:
 * who may write what, with which Yjs client, in which place, and that what is written is a valid annotation. A program
 * that speaks plain Yjs can do no more than the screen allows, and a document never holds what its readers must fear.
 *
 * The room applies, logs and sends on the `update` of an admitted verdict, never the bytes that came: it holds what is
 * new and nothing else. After that it asks `settled`; where that finds a fault, or applying throws, the document in
 * memory is not to be trusted and is made anew from the log.
 *
 * An update adds values and overwrites values. It removes nothing, replaces no container and leaves nothing pending.
 * What may lie where, and whose it is, stands in admit/labels.ts and admit/discussion.ts.
 */
import * as Y from 'yjs';
import { SCHEMA } from '#lib/doc/schema.ts';
import type { ProblemCode, ProblemDetails } from '#lib/model/problem.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import { BOUNDS, type Bounds } from './admit/bounds.ts';
import { decode } from './admit/decode.ts';
import { effectOf } from './admit/deletions.ts';
import { judge } from './admit/judge.ts';
import { newsOf, writeNews, type News } from './admit/news.ts';
import { Placing } from './admit/placing.ts';
import { refuse, Refused, refuseGap, refuseRemoval } from './admit/refused.ts';
import { rootsOf } from './admit/roots.ts';
import type { Owners, Writer } from './admit/writer.ts';

export { settled, type Fault } from './admit/settled.ts';
export type { Bounds } from './admit/bounds.ts';
export type { Owners, Writer } from './admit/writer.ts';

export type Verdict =
  /** The document has all of it: there is nothing to apply or to log. */
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'admitted';
      /** What of it is new, as an update of its own (v1): what is applied, logged and sent on. */
      readonly update: Uint8Array;
      /** Yjs clients that belong to the writer from now on. */
      readonly newClients: readonly number[];
    }
  | {
      readonly kind: 'refused';
      readonly code: ProblemCode;
      readonly details: ProblemDetails;
      /** Whether only something before it is missing: the sender may send all again after a new handshake. */
      readonly missing: boolean;
    };

/**
 * Judges an update (Yjs, v1) for a document in which only admitted updates were ever applied. Changes nothing and never
 * throws for what an update holds. Takes as long as the update is, however large the document: 2 µs for a keyframe.
 */
export function admit(
  ydoc: Y.Doc,
  room: RoomRef,
  writer: Writer,
  owners: Owners,
  update: Uint8Array,
  bounds: Bounds = BOUNDS,
): Verdict {
  try {
    return judged(ydoc, room, writer, owners, update, bounds);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { kind: 'refused', code: thrown.code, details: thrown.details, missing: thrown.missing };
  }
}

function judged(
  ydoc: Y.Doc,
  room: RoomRef,
  writer: Writer,
  owners: Owners,
  update: Uint8Array,
  bounds: Bounds,
): Verdict {
  if (update.length > bounds.bytes)
    throw new Refused('too-large', { what: 'The edit', limit: `${bounds.bytes / (1024 * 1024)} MB` });
  const { blocks, deletions } = decode(update, bounds);
  const isNew = blocks.some(({ client, end }) => end > Y.getState(ydoc.store, client));
  if (!isNew && effectOf(ydoc, deletions, null) === 'none') return { kind: 'nothing' };
  if (!writer.write) throw new Refused('read-only', { reason: writer.reason ?? 'you may not edit it' });
  refuseNewer(ydoc);

  const news = newsOf(ydoc, blocks);
  const newClients = claimed(ydoc, news, writer, owners, bounds);
  const placing = new Placing(ydoc, rootsOf(room), news, bounds);
  judge(placing, writer, owners);
  const effect = effectOf(ydoc, deletions, placing);
  if (effect === 'removal') refuseRemoval();
  if (effect === 'unknown') refuseGap();
  return { kind: 'admitted', update: writeNews(update, news), newClients };
}

/** The clients among them that were nobody's. Throws Refused for one that is another person's. */
function claimed(
  ydoc: Y.Doc,
  news: ReadonlyMap<number, News>,
  { person }: Writer,
  owners: Owners,
  bounds: Bounds,
): number[] {
  if (news.size > bounds.clients) refuse(`it comes from more than ${bounds.clients} clients`);
  return [...news.keys()].filter((client) => {
    const owner = owners.ownerOf(client);
    const isFree = owner === undefined && Y.getState(ydoc.store, client) === 0;
    if (!isFree && owner !== person) refuse('it belongs to another person’s client');
    return isFree;
  });
}

/** What a newer version wrote is not to be edited by the rules of this one. */
function refuseNewer({ share }: Y.Doc): void {
  const schema: unknown = share.get('meta')?._map.get('schema')?.content.getContent().at(-1);
  if (typeof schema === 'number' && schema > SCHEMA)
    throw new Refused('read-only', { reason: 'it was written by a newer version of Loupe' });
}
