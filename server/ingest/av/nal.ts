/** The pieces of an H.264 picture (ITU-T H.264, annex B), however a container divides them. */
import { crc32 } from 'node:zlib';

/** Bytes of the length before each unit where extradata is an `avcC`; null where start codes divide them (annex B). */
export function nalLengthBytes(extradata: Buffer | null): number | null {
  return extradata && extradata[0] === 1 && extradata.length > 4 ? ((extradata[4] ?? 0) & 3) + 1 : null;
}

/** The units of an access unit, without lengths, start codes and the zeros that may follow. Stops at what is damaged. */
export function* nalUnits(data: Buffer, lengthBytes: number | null): Generator<Buffer> {
  if (lengthBytes === null) {
    for (let at = data.indexOf(START_CODE); at >= 0;) {
      const next = data.indexOf(START_CODE, at + 3);
      yield trimmed(data.subarray(at + 3, next < 0 ? data.length : next));
      at = next;
    }
    return;
  }
  for (let at = 0; at + lengthBytes <= data.length;) {
    const bytes = data.readUIntBE(at, lengthBytes);
    at += lengthBytes;
    yield trimmed(data.subarray(at, Math.min(data.length, at + bytes)));
    at += bytes;
  }
}

const START_CODE = Buffer.from([0, 0, 1]);

function trimmed(unit: Buffer): Buffer {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
}

/** Whether it holds an IDR slice (type 5); order of times alone does not show an open group. */
export function hasIdr(data: Buffer | null, lengthBytes: number | null): boolean {
  if (!data) return false;
  for (const unit of nalUnits(data, lengthBytes)) if (((unit[0] ?? 0) & 31) === 5) return true;
  return false;
}

/** A sum over all units: two pictures with the same sum decode to the same pixels. */
export function checksum(data: Buffer, lengthBytes: number | null): number {
  let sum = 0;
  for (const unit of nalUnits(data, lengthBytes)) if (unit.length > 0) sum = crc32(unit, sum);
  return sum;
}
