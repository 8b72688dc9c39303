/**
 * What cameras write between the pictures of H.264 (SEI user data, ITU-T H.264 D.1.6 and D.1.7): places, devices, names,
 * captions. No picture needs it, and it does not leave with the pictures.
 */
import { nalUnits } from './nal.ts';

const SEI = 6;
const REGISTERED = 4;
const UNREGISTERED = 5;
const START = Buffer.from([0, 0, 0, 1]);

/**
 * An access unit without user data, divided as it was; the very same buffer where there is none in it. What cannot be
 * read as messages goes as a whole.
 */
export function withoutUserData(data: Buffer, lengthBytes: number | null): Buffer {
  const units = [...nalUnits(data, lengthBytes)];
  const kept = units.map((unit) => (((unit[0] ?? 0) & 31) === SEI ? cleaned(unit) : unit));
  if (kept.every((unit, n) => unit === units[n])) return data;
  return Buffer.concat(
    kept.flatMap((unit) => (unit.length === 0 ? [] : [prefixOf(unit.length, lengthBytes), unit])),
  );
}

function prefixOf(bytes: number, lengthBytes: number | null): Buffer {
  if (lengthBytes === null) return START;
  const prefix = Buffer.alloc(lengthBytes);
  prefix.writeUIntBE(bytes, 0, lengthBytes);
  return prefix;
}

/** Empty where nothing is left; the same where all is. */
function cleaned(unit: Buffer): Buffer {
  const body = unescaped(unit.subarray(1));
  const kept: Buffer[] = [];
  let dropped = 0;
  let at = 0;
  const number = () => {
    let value = 0;
    while (body[at] === 255) {
      value += 255;
      at++;
    }
    return value + (body[at++] ?? 0);
  };
  // The last byte is the stop bit.
  while (at < body.length - 1) {
    const start = at;
    const type = number();
    const bytes = number();
    if (at + bytes > body.length) return Buffer.alloc(0);
    at += bytes;
    if (type === REGISTERED || type === UNREGISTERED) dropped++;
    else kept.push(body.subarray(start, at));
  }
  if (dropped === 0) return unit;
  if (kept.length === 0) return Buffer.alloc(0);
  return Buffer.concat([unit.subarray(0, 1), escaped(Buffer.concat([...kept, Buffer.from([0x80])]))]);
}

/** Without the threes that keep a start code from appearing. */
function unescaped(data: Buffer): Buffer {
  const bytes: number[] = [];
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

function escaped(data: Buffer): Buffer {
  const bytes: number[] = [];
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}
