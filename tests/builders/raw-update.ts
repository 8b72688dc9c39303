/** Updates written byte by byte, as no honest client would: for tests of what must not get in. */
import * as encoding from 'lib0/encoding';

export type RawId = { readonly client: number; readonly clock: number };
/** A struct: its first byte is `ref` and the flags of what it has. */
export type RawStruct = {
  readonly ref: number;
  readonly origin?: RawId;
  readonly right?: RawId;
  readonly parent?: string | RawId;
  readonly key?: string;
  readonly content: (encoder: encoding.Encoder) => void;
};
export type RawBlock = {
  readonly client: number;
  readonly clock: number;
  readonly structs: readonly RawStruct[];
};
export type RawDeletion = { readonly client: number; readonly clock: number; readonly length: number };

type Where = Omit<RawStruct, 'ref' | 'content'>;
const number = (value: number) => (encoder: encoding.Encoder) => encoding.writeVarUint(encoder, value);

export const gone = (length: number): RawStruct => ({ ref: 0, content: number(length) });
export const gap = (length: number): RawStruct => ({ ref: 10, content: number(length) });
export const overwritten = (length: number, where: Where): RawStruct => ({
  ...where,
  ref: 1,
  content: number(length),
});
export const map = (where: Where): RawStruct => ({ ...where, ref: 7, content: number(1) });
/** Another kind of container: 0 is a list, 2 a text, 4 a fragment. */
export const type = (kind: number, where: Where): RawStruct => ({ ...where, ref: 7, content: number(kind) });
export const bytes = (value: Uint8Array, where: Where): RawStruct => ({
  ...where,
  ref: 3,
  content: (encoder) => encoding.writeVarUint8Array(encoder, value),
});
export const values = (list: readonly unknown[], where: Where): RawStruct => ({
  ...where,
  ref: 8,
  content(encoder) {
    encoding.writeVarUint(encoder, list.length);
    for (const one of list) encoding.writeAny(encoder, one as null);
  },
});
export const text = (value: string, where: Where): RawStruct => ({
  ...where,
  ref: 4,
  content: (encoder) => encoding.writeVarString(encoder, value),
});
export const subdocument = (where: Where): RawStruct => ({
  ...where,
  ref: 9,
  content(encoder) {
    encoding.writeVarString(encoder, 'guid');
    encoding.writeAny(encoder, {});
  },
});

export function rawUpdate(blocks: readonly RawBlock[], deletions: readonly RawDeletion[] = []): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, blocks.length);
    for (const { client, clock, structs } of blocks) {
      encoding.writeVarUint(encoder, structs.length);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      for (const struct of structs) writeStruct(encoder, struct);
    }
    encoding.writeVarUint(encoder, deletions.length);
    for (const { client, clock, length } of deletions) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  });
}

function writeStruct(
  encoder: encoding.Encoder,
  { ref, origin, right, parent, key, content }: RawStruct,
): void {
  const flags = (origin ? 128 : 0) | (right ? 64 : 0) | (key === undefined ? 0 : 32);
  encoding.writeUint8(encoder, ref | flags);
  if (origin) writeId(encoder, origin);
  if (right) writeId(encoder, right);
  if (ref !== 0 && ref !== 10 && !origin && !right) {
    encoding.writeVarUint(encoder, typeof parent === 'object' ? 0 : 1);
    if (typeof parent === 'object') writeId(encoder, parent);
    else encoding.writeVarString(encoder, parent ?? '');
    if (key !== undefined) encoding.writeVarString(encoder, key);
  }
  content(encoder);
}

function writeId(encoder: encoding.Encoder, { client, clock }: RawId): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}
