/** What of an update a document does not have yet, client by client; and an update that holds exactly that. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { WriteId } from '#lib/doc/item.ts';
import type { Block, Struct } from './decode.ts';
import { refuse, refuseGap } from './refused.ts';

/** New writes of one client, from the first one the document lacks. */
export type News = {
  readonly client: number;
  readonly start: number;
  readonly end: number;
  readonly structs: readonly Struct[];
};

/** By client. Throws Refused for a gap before the first new write or between two. */
export function newsOf(ydoc: Y.Doc, blocks: readonly Block[]): ReadonlyMap<number, News> {
  const news = new Map<number, News>();
  for (const { client, structs, end } of blocks) {
    const start = Y.getState(ydoc.store, client);
    if (end <= start) continue;
    const first = structs.findIndex(({ id, length }) => id.clock + length > start);
    const fresh = structs.slice(first);
    const [head] = fresh;
    if (!head || head.id.clock > start) refuseGap();
    if (head.id.clock < start) fresh[0] = behind(head, start);
    for (const { content } of fresh) {
      if (content.kind === 'gap') refuseGap();
      if (content.kind === 'gone') refuse('it holds the inside of something that was removed');
    }
    news.set(client, { client, start, end, structs: fresh });
  }
  return news;
}

/** The struct that covers a clock; undefined beyond the new ones. */
export function structAt({ structs }: News, clock: number): Struct | undefined {
  let low = 0;
  let high = structs.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const struct = structs[middle] as Struct;
    if (clock < struct.id.clock) high = middle - 1;
    else if (clock >= struct.id.clock + struct.length) low = middle + 1;
    else return struct;
  }
  return undefined;
}

/** The last write of a struct or an item. */
export function lastWrite({ id, length }: { readonly id: WriteId; readonly length: number }): WriteId {
  return length === 1 ? id : { client: id.client, clock: id.clock + length - 1 };
}

/**
 * The new writes as one update, without the known ones, which Yjs would look at again, and without deletions: all that
 * may be deleted is deleted by what overwrites it.
 */
export function writeNews(update: Uint8Array, news: ReadonlyMap<number, News>): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, news.size);
  for (const { client, start, structs } of news.values()) {
    encoding.writeVarUint(encoder, structs.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, start);
    const cut = structs[0]?.to === 0 ? structs[0] : undefined;
    if (cut) writeBehind(encoder, cut);
    const first = cut ? structs[1] : structs[0];
    if (first) encoding.writeUint8Array(encoder, update.subarray(first.from, structs.at(-1)?.to));
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** The part of a struct from a clock on; it has no bytes of its own, so it ends at 0. */
function behind({ id: { client, clock }, length, content }: Struct, start: number): Struct {
  return {
    id: { client, clock: start },
    length: length - (start - clock),
    origin: { client, clock: start - 1 },
    parent: null,
    key: null,
    content:
      content.kind === 'values' ? { kind: 'values', values: content.values.slice(start - clock) } : content,
    from: 0,
    to: 0,
  };
}

function writeBehind(encoder: encoding.Encoder, { origin, length, content }: Struct): void {
  const values = content.kind === 'values' ? content.values : undefined;
  encoding.writeUint8(encoder, 0b1000_0000 | (values ? 8 : 1));
  encoding.writeVarUint(encoder, origin?.client ?? 0);
  encoding.writeVarUint(encoder, origin?.clock ?? 0);
  encoding.writeVarUint(encoder, length);
  for (const value of values ?? []) encoding.writeAny(encoder, value as null);
}
