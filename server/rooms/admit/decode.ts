/**
 * The bytes of an update (Yjs, v1 encoding) as what they would write, read without a document and within bounds. It is
 * stricter than Yjs: what no annotation is made of is refused here, before anything is allocated for it.
 */
import * as decoding from 'lib0/decoding';
import type { WriteId } from '#lib/doc/item.ts';
import type { Bounds } from './bounds.ts';
import { readJson } from './json.ts';
import { refuse, refuseUnreadable, Refused } from './refused.ts';

export type Content =
  /** One value after the other under one key: JSON, or bytes. */
  | { readonly kind: 'values'; readonly values: readonly unknown[] }
  /** Values that were overwritten, and whose content the sender no longer has. */
  | { readonly kind: 'overwritten' }
  | { readonly kind: 'map' }
  /** What was inside a container that was removed. */
  | { readonly kind: 'gone' }
  /** Writes the sender leaves out. */
  | { readonly kind: 'gap' };

/** Writes of one client that follow each other; Yjs's Item, GC or Skip. */
export type Struct = {
  readonly id: WriteId;
  readonly length: number;
  /** The write to its left when it was made: the value it overwrote. */
  readonly origin: WriteId | null;
  /** Where there is no origin: the name of a root, or the write that made a container. */
  readonly parent: string | WriteId | null;
  readonly key: string | null;
  readonly content: Content;
  /** Its place in the bytes of the update. */
  readonly from: number;
  readonly to: number;
};

/** The writes of one client, without gaps. */
export type Block = { readonly client: number; readonly structs: readonly Struct[]; readonly end: number };
export type Range = { readonly clock: number; readonly end: number };
/** Deletions of one client's writes, ascending and apart. */
export type Deletions = { readonly client: number; readonly ranges: readonly Range[] };

export type Decoded = { readonly blocks: readonly Block[]; readonly deletions: readonly Deletions[] };

const REF = 0b0001_1111;
const HAS_KEY = 0b0010_0000;
const HAS_RIGHT = 0b0100_0000;
const HAS_ORIGIN = 0b1000_0000;
const MAP_TYPE = 1;
const MAX_CLIENT = 2 ** 32 - 1;

/** Everything in an update, whether a document knows it or not. Throws Refused. */
export function decode(update: Uint8Array, bounds: Bounds): Decoded {
  const decoder = decoding.createDecoder(update);
  try {
    const blocks = readBlocks(decoder, bounds);
    const deletions = readDeletions(decoder, bounds);
    if (decoder.pos !== update.length) refuseUnreadable();
    return { blocks, deletions };
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown;
    return refuseUnreadable(); // the end of the bytes, a text that is not UTF-8, a number too large
  }
}

function readBlocks(decoder: decoding.Decoder, bounds: Bounds): Block[] {
  const blocks: Block[] = [];
  const clients = new Set<number>();
  let total = 0;
  for (let rest = decoding.readVarUint(decoder); rest > 0; rest--) {
    const count = decoding.readVarUint(decoder);
    const client = readClient(decoder, clients);
    let clock = decoding.readVarUint(decoder);
    total += count;
    if (total > bounds.structs) refuse(`it holds more than ${bounds.structs} changes`);
    const structs: Struct[] = [];
    for (let read = 0; read < count; read++) {
      const struct = readStruct(decoder, { client, clock });
      if (struct.length < 1) refuseUnreadable();
      if (struct.length > bounds.run) refuse(`it holds more than ${bounds.run} changes`);
      structs.push(struct);
      clock += struct.length;
    }
    if (structs.length > 0) blocks.push({ client, structs, end: clock });
  }
  return blocks;
}

function readStruct(decoder: decoding.Decoder, id: WriteId): Struct {
  const from = decoder.pos;
  const info = decoding.readUint8(decoder);
  const ref = info & REF;
  if (ref === 0 || ref === 10) {
    const length = decoding.readVarUint(decoder);
    const content: Content = { kind: ref === 0 ? 'gone' : 'gap' };
    return { id, length, origin: null, parent: null, key: null, content, from, to: decoder.pos };
  }
  // A value of a key is only ever written at the end, so it has no right neighbour: that is for lists.
  if ((info & HAS_RIGHT) !== 0) refuse('it writes into a list, and no annotation has one');
  const origin = (info & HAS_ORIGIN) === 0 ? null : readId(decoder);
  const parent = origin ? null : readParent(decoder);
  const key = origin || (info & HAS_KEY) === 0 ? null : decoding.readVarString(decoder);
  const { content, length } = readContent(decoder, ref);
  return { id, length, origin, parent, key, content, from, to: decoder.pos };
}

function readContent(
  decoder: decoding.Decoder,
  ref: number,
): { readonly content: Content; readonly length: number } {
  switch (ref) {
    case 1:
      return { content: { kind: 'overwritten' }, length: decoding.readVarUint(decoder) };
    case 3:
      return { content: { kind: 'values', values: [decoding.readVarUint8Array(decoder)] }, length: 1 };
    case 7:
      if (decoding.readVarUint(decoder) !== MAP_TYPE)
        refuse('it makes a list or a text, and no annotation has one');
      return { content: { kind: 'map' }, length: 1 };
    case 8: {
      const length = decoding.readVarUint(decoder);
      const values: unknown[] = [];
      for (let read = 0; read < length; read++) values.push(readJson(decoder));
      return { content: { kind: 'values', values }, length };
    }
    default: // texts, formats, embedded and nested documents, JSON as old versions packed it
      return refuse('it holds a kind of content that no annotation has');
  }
}

function readParent(decoder: decoding.Decoder): string | WriteId {
  return decoding.readVarUint(decoder) === 1 ? decoding.readVarString(decoder) : readId(decoder);
}

function readId(decoder: decoding.Decoder): WriteId {
  const client = decoding.readVarUint(decoder);
  return { client, clock: decoding.readVarUint(decoder) };
}

/** Yjs would let a second block of a client hide the first: nobody honest writes two. */
function readClient(decoder: decoding.Decoder, seen: Set<number>): number {
  const client = decoding.readVarUint(decoder);
  if (client > MAX_CLIENT || seen.has(client)) refuseUnreadable();
  seen.add(client);
  return client;
}

function readDeletions(decoder: decoding.Decoder, bounds: Bounds): Deletions[] {
  const deletions: Deletions[] = [];
  const clients = new Set<number>();
  let total = 0;
  for (let rest = decoding.readVarUint(decoder); rest > 0; rest--) {
    const client = readClient(decoder, clients);
    const count = decoding.readVarUint(decoder);
    total += count;
    if (total > bounds.ranges) refuse(`it holds more than ${bounds.ranges} deletions`);
    const ranges: Range[] = [];
    let last = 0;
    for (let read = 0; read < count; read++) {
      const clock = decoding.readVarUint(decoder);
      const end = clock + decoding.readVarUint(decoder);
      if (clock < last) refuseUnreadable();
      ranges.push({ clock, end });
      last = end;
    }
    deletions.push({ client, ranges });
  }
  return deletions;
}
