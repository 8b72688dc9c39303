/** Boxes of an MP4 file (ISO/IEC 14496-12) in bytes that are here. What does not fit in them is `Unfit`. */
import { Unfit } from './unfit.ts';

/** A box: its type, and where it and its content lie in the bytes it was found in. */
export type Box = {
  readonly type: string;
  readonly start: number;
  readonly body: number;
  readonly end: number;
};

/** Big-endian numbers of a file, by their place. Reading past the end throws `Unfit`. */
export class Bytes {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#view.byteLength;
  }

  u8(at: number): number {
    return this.#read(at, 1, () => this.#view.getUint8(at));
  }

  u16(at: number): number {
    return this.#read(at, 2, () => this.#view.getUint16(at));
  }

  u32(at: number): number {
    return this.#read(at, 4, () => this.#view.getUint32(at));
  }

  i32(at: number): number {
    return this.#read(at, 4, () => this.#view.getInt32(at));
  }

  /** Beyond 2⁵³ no file has anything to say. */
  u64(at: number): number {
    return this.u32(at) * 2 ** 32 + this.u32(at + 4);
  }

  text(at: number): string {
    return String.fromCharCode(this.u8(at), this.u8(at + 1), this.u8(at + 2), this.u8(at + 3));
  }

  #read(at: number, size: number, read: () => number): number {
    if (at < 0 || at + size > this.length) throw new Unfit(`There is no byte ${at + size - 1}.`);
    return read();
  }
}

/** The boxes from `start` to `end`, each whole: a cut one is `Unfit`. */
export function* boxes(bytes: Bytes, start: number, end: number): Generator<Box> {
  for (let at = start; at + 8 <= end;) {
    const box = boxAt(bytes, at);
    if (box.end > end) throw new Unfit(`The box ${box.type} at ${at} is cut short.`);
    yield box;
    at = box.end;
  }
}

/** The box that begins at a place; its end may lie beyond the bytes. */
export function boxAt(bytes: Bytes, start: number): Box {
  const short = bytes.u32(start);
  const size = short === 1 ? bytes.u64(start + 8) : short;
  const body = start + (short === 1 ? 16 : 8);
  if (start + size < body) throw new Unfit(`A box of ${size} bytes at ${start}.`);
  return { type: bytes.text(start + 4), start, body, end: start + size };
}

/** The first box of a type inside another, by way of those between; undefined where one is missing. */
export function inside(
  bytes: Bytes,
  box: Pick<Box, 'body' | 'end'>,
  ...path: readonly string[]
): Box | undefined {
  let found: Box | undefined;
  let within = box;
  for (const type of path) {
    found = undefined;
    for (const one of boxes(bytes, within.body, within.end)) {
      if (one.type === type) {
        found = one;
        break;
      }
    }
    if (!found) return undefined;
    within = found;
  }
  return found;
}

/** As `inside`, where the file is not what we can read without it. */
export function needed(bytes: Bytes, box: Pick<Box, 'body' | 'end'>, ...path: readonly string[]): Box {
  const found = inside(bytes, box, ...path);
  if (!found) throw new Unfit(`There is no box ${path.join('/')}.`);
  return found;
}
