/**
 * The keyframes that a program or an import made of one track, as one immutable value. One byte says the version, one
 * the kind of shape; then for each keyframe a varint of `(step - 1) * 8 + counted * 4 + occluded * 2 + outside`, where
 * `step` is the distance in frames to the keyframe before (to -1 for the first); where `counted`, a varint of how many
 * numbers its shape and those after it have; then each number, as a keyframe stores it, as a zigzag varint of its
 * difference to the same number of the keyframe before. Version 2 is for tracks with keyframes that a machine has made:
 * `(step - 1) * 16 + made * 8 + …`.
 */
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { KeyedFrames } from '#lib/model/keyed-frames.ts';
import { assert, Refusal } from '#lib/model/problem.ts';
import { opsOf, opsOfCode, type Shape, type ShapeKind, type ShapeOps } from '#lib/model/shape.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { MAX_HUNDREDTHS, MAX_NUMBERS, storedNumbers } from './pack.ts';
import { pushVarint, pushZigzag, VarintReader } from './varint.ts';

/** Most bytes of a base: about 300,000 keyframes of a moving box. Nothing longer is decoded. */
export const MAX_BASE = 2 * 1024 * 1024;

const PLAIN = 1;
const WITH_MADE = 2;
const OUTSIDE = 1;
const OCCLUDED = 2;
const COUNTED = 4;
const MADE = 8;
/** How much a frame counts in the first number of a keyframe: above all flags that the version has. */
const stepOf = (version: number) => (version === WITH_MADE ? 16 : 8);

/**
 * Packs keyframes of one kind of shape, ascending by frame, at least one.
 *
 * @throws Refusal `too-large` when they need more than MAX_BASE bytes
 */
export function packBase(kind: ShapeKind, keyframes: readonly Keyframe[]): Uint8Array {
  assert(keyframes.length > 0, 'A base without keyframes.');
  const version = keyframes.some(({ made }) => made) ? WITH_MADE : PLAIN;
  const out = [version, opsOf(kind).code];
  let before: readonly number[] = [];
  let last = -1;
  for (const { frame, shape, outside, occluded, made } of keyframes) {
    assert(shape.kind === kind && frame > last, `Keyframe ${frame} does not fit into a base of ${kind}.`);
    const numbers = storedNumbers(shape);
    const counted = numbers.length !== before.length;
    const flags =
      (outside ? OUTSIDE : 0) | (occluded ? OCCLUDED : 0) | (counted ? COUNTED : 0) | (made ? MADE : 0);
    pushVarint(out, (frame - last - 1) * stepOf(version) + flags);
    if (counted) pushVarint(out, numbers.length);
    for (const [at, number] of numbers.entries()) pushZigzag(out, number - (before[at] ?? 0));
    if (out.length > MAX_BASE) throw new Refusal('too-large', { what: 'A track', limit: '2 MB' });
    [before, last] = [numbers, frame];
  }
  return Uint8Array.from(out);
}

/** A packed base that was read whole once and found valid; its shapes are made when they are asked for. */
export class Base implements KeyedFrames {
  readonly kind: ShapeKind;
  readonly frames: Int32Array;
  readonly outside: Uint8Array;
  readonly #bytes: Uint8Array;
  #keyframes: readonly Keyframe[] | undefined;

  constructor(bytes: Uint8Array, kind: ShapeKind, { frames, outside }: KeyedFrames) {
    this.#bytes = bytes;
    this.kind = kind;
    this.frames = frames;
    this.outside = outside;
  }

  /** Ascending by frame. */
  get keyframes(): readonly Keyframe[] {
    if (this.#keyframes) return this.#keyframes;
    const made: Keyframe[] = [];
    const cursor = new Cursor(this.#bytes, opsOf(this.kind));
    while (cursor.next()) made.push(cursor.keyframe());
    this.#keyframes = made;
    return made;
  }

  /** The keyframe on this very frame. */
  on(frame: Frame): Keyframe | undefined {
    const index = this.indexOf(frame);
    return index === undefined ? undefined : this.keyframes[index];
  }

  /** Where the keyframe on this very frame lies; undefined without one. */
  indexOf(frame: Frame): number | undefined {
    let low = 0;
    let high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.frames[middle] as number) < frame) low = middle + 1;
      else high = middle;
    }
    return this.frames[low] === frame ? low : undefined;
  }
}

/** Values are immutable, so what was read of one holds as long as it does; null: it is not valid. */
const read = new WeakMap<Uint8Array, Base | null>();

/** What a value of `base` holds; undefined for anything that is not one, never a throw. */
export function readBase(value: unknown): Base | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const known = read.get(value);
  if (known !== undefined) return known ?? undefined;
  const made = readWhole(value);
  read.set(value, made ?? null);
  return made;
}

function readWhole(bytes: Uint8Array): Base | undefined {
  const ops = opsOfCode(bytes[1] ?? 0);
  if ((bytes[0] !== PLAIN && bytes[0] !== WITH_MADE) || !ops || bytes.length < 3 || bytes.length > MAX_BASE)
    return undefined;
  const frames: number[] = [];
  const outside: number[] = [];
  const cursor = new Cursor(bytes, ops);
  while (cursor.next()) {
    frames.push(cursor.frame);
    outside.push(cursor.outside ? 1 : 0);
  }
  if (cursor.broken) return undefined;
  return new Base(bytes, ops.kind, { frames: Int32Array.from(frames), outside: Uint8Array.from(outside) });
}

/** Goes from keyframe to keyframe through the bytes of a base. */
class Cursor {
  frame = -1;
  outside = false;
  occluded = false;
  made = false;
  /** The bytes are not those of a base. */
  broken = false;
  readonly #ops: ShapeOps<Shape>;
  readonly #reader: VarintReader;
  readonly #step: number;
  /** Of the shape, as they are stored. */
  #numbers: number[] = [];
  #shape: Shape | undefined;

  constructor(bytes: Uint8Array, ops: ShapeOps<Shape>) {
    this.#ops = ops;
    this.#step = stepOf(bytes[0] ?? PLAIN);
    this.#reader = new VarintReader(bytes, 2);
  }

  /** False at the end, and where the bytes are not valid. */
  next(): boolean {
    if (this.broken || this.#reader.atEnd) return false;
    this.broken = !this.#read();
    return !this.broken;
  }

  keyframe(): Keyframe {
    const { frame, outside, occluded, made } = this;
    return { frame: frame as Frame, shape: this.#shape as Shape, outside, occluded, ...(made && { made }) };
  }

  #read(): boolean {
    const head = this.#reader.read(MAX_FRAME * this.#step + this.#step - 1);
    if (head === undefined) return false;
    this.frame += Math.floor(head / this.#step) + 1;
    if (this.frame > MAX_FRAME) return false;
    this.outside = (head & OUTSIDE) !== 0;
    this.occluded = (head & OCCLUDED) !== 0;
    this.made = (head & MADE & (this.#step - 1)) !== 0;
    if ((head & COUNTED) !== 0 && !this.#count()) return false;
    const numbers = this.#numbers;
    for (let at = 0; at < numbers.length; at++) {
      const difference = this.#reader.readZigzag(MAX_HUNDREDTHS * 2);
      if (difference === undefined) return false;
      numbers[at] = (numbers[at] as number) + difference;
    }
    const { whole } = this.#ops;
    this.#shape = this.#ops.fromNumbers(numbers.map((number) => (whole ? number : number / 100)));
    return this.#shape !== undefined;
  }

  #count(): boolean {
    const count = this.#reader.read(MAX_NUMBERS);
    if (count === undefined) return false;
    while (this.#numbers.length < count) this.#numbers.push(0);
    this.#numbers.length = count;
    return true;
  }
}
