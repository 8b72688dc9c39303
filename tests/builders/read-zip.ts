/** What lies in a ZIP of stored files, by name; throws where a sum, a size or a place is not right. */
import { crc32 } from 'node:zlib';

export function readZip(archive: Buffer): ReadonlyMap<string, Buffer> {
  const end = archive.byteLength - 22;
  if (archive.readUInt32LE(end) !== 0x06054b50) throw new Error('The archive does not end as a ZIP does.');
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error(`There is no entry at ${at}.`);
    const [sum, bytes] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24)];
    const length = archive.readUInt16LE(at + 28);
    const name = archive.toString('ascii', at + 46, at + 46 + length);
    const local = archive.readUInt32LE(at + 42);
    if (archive.readUInt32LE(local) !== 0x04034b50 || archive.readUInt32LE(local + 14) !== sum)
      throw new Error(`${name} does not lie where it should.`);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(start, start + bytes);
    if (crc32(content) !== sum) throw new Error(`${name} is not what was put in.`);
    files.set(name, content);
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  if (at !== end) throw new Error('The list does not reach to the end.');
  return files;
}
