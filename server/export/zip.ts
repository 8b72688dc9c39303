/**
 * A ZIP of files on the disk, written while it is sent: pictures are compressed already, so they are stored, and its
 * size is known beforehand. Beyond 4 GiB or 65,535 files it goes on as ZIP64.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

export type ZipFile = {
  /** In the archive; of ASCII, with `/` between folders. */
  readonly name: string;
  readonly path: string;
  /** Less than 4 GiB. */
  readonly bytes: number;
};

const LOCAL = 30;
const CENTRAL = 46;
const END = 22;
const END_64 = 56 + 20;
const OFFSET_64 = 12;
const MAX_16 = 0xffff;
const MAX_32 = 0xffff_ffff;
/** A file of so many bytes is read at once. */
const HELD = 8e6;
/** Of the format: what needs ZIP64 says 4.5. */
const VERSION = 20;
const VERSION_64 = 45;

/** How many bytes `zip` will write. */
export function zipBytes(files: readonly ZipFile[]): number {
  let offset = 0;
  let central = 0;
  for (const { name, bytes } of files) {
    central += CENTRAL + name.length + (offset >= MAX_32 ? OFFSET_64 : 0);
    offset += LOCAL + name.length + bytes;
  }
  return offset + central + (isLarge(files.length, offset, central) ? END_64 : 0) + END;
}

/** @param at the time that the files bear, in UTC: the format has no zone */
export async function* zip(files: readonly ZipFile[], at: Date): AsyncGenerator<Uint8Array, void, void> {
  const stamp = dosTime(at);
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(VERSION, 0);
    fields.writeUInt32LE(stamp, 6);
    // Its sum stands before it: what is too large to be held is read twice, the second time out of the system's memory.
    const whole = file.bytes <= HELD ? await readFile(file.path) : null;
    fields.writeUInt32LE(whole ? crc32(whole) : await sumOf(file.path), 10);
    fields.writeUInt32LE(file.bytes, 14);
    fields.writeUInt32LE(file.bytes, 18);
    fields.writeUInt16LE(file.name.length, 22);
    yield Buffer.concat([signature(0x04034b50), fields, Buffer.from(file.name, 'ascii')]);
    let bytes = 0;
    for await (const chunk of whole ? [whole] : piecesOf(file.path)) {
      bytes += chunk.byteLength;
      yield chunk;
    }
    if (bytes !== file.bytes) throw new Error(`${file.name} has changed while it was sent.`);
    central.push(entryOf(file.name, fields, offset));
    offset += LOCAL + file.name.length + bytes;
  }
  yield* central;
  yield endOf(
    files.length,
    offset,
    central.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
}

/** Of the list at the end: the fields of the file, and where it lies. */
function entryOf(name: string, fields: Buffer, offset: number): Buffer {
  const far = offset >= MAX_32;
  const entry = Buffer.alloc(CENTRAL + name.length + (far ? OFFSET_64 : 0));
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(far ? VERSION_64 : VERSION, 4);
  fields.copy(entry, 6);
  if (far) entry.writeUInt16LE(VERSION_64, 6);
  entry.writeUInt16LE(far ? OFFSET_64 : 0, 30);
  entry.writeUInt32LE(far ? MAX_32 : offset, 42);
  entry.write(name, CENTRAL, 'ascii');
  if (far) {
    const extra = CENTRAL + name.length;
    entry.writeUInt16LE(1, extra);
    entry.writeUInt16LE(8, extra + 2);
    entry.writeBigUInt64LE(BigInt(offset), extra + 4);
  }
  return entry;
}

function endOf(count: number, offset: number, bytes: number): Buffer {
  const end = Buffer.alloc(END);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, MAX_16), 8);
  end.writeUInt16LE(Math.min(count, MAX_16), 10);
  end.writeUInt32LE(Math.min(bytes, MAX_32), 12);
  end.writeUInt32LE(Math.min(offset, MAX_32), 16);
  if (!isLarge(count, offset, bytes)) return end;
  const large = Buffer.alloc(END_64);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(VERSION_64, 12);
  large.writeUInt16LE(VERSION_64, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(bytes), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  large.writeUInt32LE(0x07064b50, 56);
  large.writeBigUInt64LE(BigInt(offset + bytes), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([large, end]);
}

function isLarge(count: number, offset: number, bytes: number): boolean {
  return count >= MAX_16 || offset >= MAX_32 || bytes >= MAX_32;
}

function signature(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32LE(value);
  return four;
}

async function sumOf(path: string): Promise<number> {
  let sum = 0;
  for await (const chunk of piecesOf(path)) sum = crc32(chunk, sum);
  return sum;
}

function piecesOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path) as AsyncIterable<Buffer>;
}

/** In steps of two seconds, from 1980. */
function dosTime(at: Date): number {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 0x1_0000 + time;
}
