/**
 * A keyframe as bytes: one atomic value, small and cheap to decode. One byte (kind's code in the low 6 bits, 0x40
 * outside, 0x80 occluded), then each number of the shape in hundredths of a pixel as a zigzag varint. No bytes at
 * all: the keyframe was removed.
 */
import { MAX_COORDINATE } from '#lib/model/geometry.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import { opsOf, opsOfCode } from '#lib/model/shape.ts';

const CODE = 0x3f;
const OUTSIDE = 0x40;
const OCCLUDED = 0x80;
/** Most numbers a shape may have: nothing longer is decoded. */
const MAX_NUMBERS = 4096;
/** Largest zigzag value of a coordinate. */
const MAX_ZIGZAG = MAX_COORDINATE * 100 * 2;

/** The value of a keyframe that was removed. */
export function removedKeyframe(): Uint8Array {
  return new Uint8Array();
}

export function packKeyframe({ shape, outside, occluded }: KeyframeValue): Uint8Array {
  const ops = opsOf(shape.kind);
  const out = [ops.code | (outside ? OUTSIDE : 0) | (occluded ? OCCLUDED : 0)];
  for (const number of ops.toNumbers(shape)) {
    const hundredths = Math.round(number * 100);
    let rest = hundredths < 0 ? -hundredths * 2 - 1 : hundredths * 2;
    for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
    out.push(rest);
  }
  return Uint8Array.from(out);
}

/** The keyframe in these bytes; undefined for a removed one (`bytes.length` 0) and for bytes that are not valid. */
export function unpackKeyframe(bytes: Uint8Array): KeyframeValue | undefined {
  const head = bytes[0];
  const ops = head === undefined ? undefined : opsOfCode(head & CODE);
  if (head === undefined || !ops || bytes.length > MAX_NUMBERS * 4) return undefined;
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (let at = 1; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    value += (byte & 127) * scale;
    if (value > MAX_ZIGZAG) return undefined;
    if (byte >= 128) {
      scale *= 128;
      if (scale > MAX_ZIGZAG) return undefined;
      continue;
    }
    numbers.push((value % 2 === 0 ? value / 2 : -(value + 1) / 2) / 100);
    [value, scale] = [0, 1];
  }
  if (scale !== 1) return undefined; // cut short
  const shape = ops.fromNumbers(numbers);
  return shape && { shape, outside: (head & OUTSIDE) !== 0, occluded: (head & OCCLUDED) !== 0 };
}
