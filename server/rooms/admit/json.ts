/** A JSON value inside an update, as Yjs packs it, of the kinds and sizes that annotations have. */
import * as decoding from 'lib0/decoding';
import { refuse } from './refused.ts';

/** An anchor is a record with one record inside. */
const DEEPEST = 3;
const MOST_KEYS = 16;

/** The value at the decoder. Records have no prototype. Throws Refused, and what lib0 throws at the end of the bytes. */
export function readJson(decoder: decoding.Decoder, depth = 0): unknown {
  switch (decoding.readUint8(decoder)) {
    case 126:
      return null;
    case 125:
      return decoding.readVarInt(decoder);
    case 124:
      return decoding.readFloat32(decoder);
    case 123:
      return decoding.readFloat64(decoder);
    case 121:
      return false;
    case 120:
      return true;
    case 119:
      return decoding.readVarString(decoder);
    case 118:
      return readRecord(decoder, depth + 1);
    default: // lists, bytes, big integers, undefined
      return refuse('it holds a kind of value that no annotation has');
  }
}

function readRecord(decoder: decoding.Decoder, depth: number): Readonly<Record<string, unknown>> {
  const count = decoding.readVarUint(decoder);
  if (depth > DEEPEST || count > MOST_KEYS) refuse('it holds a record that is too deep or too wide');
  const record = Object.create(null) as Record<string, unknown>;
  for (let read = 0; read < count; read++) {
    const key = decoding.readVarString(decoder);
    record[key] = readJson(decoder, depth);
  }
  return record;
}
