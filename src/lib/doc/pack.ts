/**
 * A keyframe as bytes: one atomic value, small and cheap to decode. Where a machine has made it, a 0; then one byte
 * (kind's code in the low 6 bits, 0x40 outside, 0x80 occluded), then each number of the shape as a zigzag varint: in
 * hundredths, of a mask as it is. No bytes at all: the keyframe was removed.
 */
import { MAX_COORDINATE } from '#lib/model/geometry.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import { assert } from '#lib/model/problem.ts';
import { opsOf, opsOfCode, type Shape } from '#lib/model/shape.ts';
import { pushZigzag, VarintReader } from './varint.ts';

const CODE = 0x3f;
const OUTSIDE = 0x40;
const OCCLUDED = 0x80;
/** No kind has this code. */
const MADE = 0;
/** Most numbers a shape may have: nothing longer is decoded. */
export const MAX_NUMBERS = 16_384;
/** No coordinate is larger, in hundredths of a pixel. */
export const MAX_HUNDREDTHS = MAX_COORDINATE * 100;

/** The value of a keyframe that was removed. */
export function removedKeyframe(): Uint8Array {
  return new Uint8Array();
}

/** Coordinates are image pixels, rounded to hundredths. */
export function packKeyframe({ shape, outside, occluded, made }: KeyframeValue): Uint8Array {
  const out = made ? [MADE] : [];
  out.push(opsOf(shape.kind).code | (outside ? OUTSIDE : 0) | (occluded ? OCCLUDED : 0));
  for (const number of storedNumbers(shape)) pushZigzag(out, number);
  return Uint8Array.from(out);
}

/** The keyframe in these bytes; undefined for a removed one (`bytes.length` 0) and for bytes that are not valid. */
export function unpackKeyframe(bytes: Uint8Array): KeyframeValue | undefined {
  const made = bytes[0] === MADE;
  const head = bytes[made ? 1 : 0];
  const ops = head === undefined ? undefined : opsOfCode(head & CODE);
  if (head === undefined || !ops) return undefined;
  const reader = new VarintReader(bytes, made ? 2 : 1);
  const numbers: number[] = [];
  while (!reader.atEnd) {
    const number = reader.readZigzag(MAX_HUNDREDTHS);
    if (number === undefined || numbers.length === MAX_NUMBERS) return undefined;
    numbers.push(ops.whole ? number : number / 100);
  }
  const shape = ops.fromNumbers(numbers);
  return (
    shape && {
      shape,
      outside: (head & OUTSIDE) !== 0,
      occluded: (head & OCCLUDED) !== 0,
      ...(made && { made }),
    }
  );
}

/** The numbers of a shape as they are stored, all whole. A shape that nobody could read again is our bug. */
export function storedNumbers(shape: Shape): number[] {
  const ops = opsOf(shape.kind);
  const numbers = ops.toNumbers(shape);
  assert(ops.fromNumbers(numbers), `A ${shape.kind} of ${numbers.join(', ')} cannot be stored.`);
  return ops.whole ? [...numbers] : numbers.map((number) => Math.round(number * 100));
}
