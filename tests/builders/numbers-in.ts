/** What the pictures of a file carry, in the order in which they come from a decoder. */
import type { Frame } from 'node-av/lib';
import { Decoder } from '#server/ingest/av/decoder.ts';
import { openSource } from '#server/ingest/av/source.ts';
import { readBarcode } from '../fixtures/barcode.ts';

/** The number of each picture; null where there is none to be read. Pixels are looked at as they are stored, 8 bits. */
export function numbersIn(path: string): Promise<(number | null)[]> {
  return each(path, (frame) => {
    const { width, height } = frame;
    const luma = frame.toBuffer();
    const data = new Uint8Array(width * height * 4).map((_, at) => luma[at >> 2] ?? 0);
    return readBarcode({ width, height, data });
  });
}

/** The brightness in the middle of each picture. */
export function brightnessIn(path: string): Promise<number[]> {
  return each(path, (frame) => {
    const { width, height } = frame;
    return frame.toBuffer()[Math.floor(height / 2) * width + Math.floor(width / 2)] ?? -1;
  });
}

async function each<T>(path: string, read: (frame: Frame) => T): Promise<T[]> {
  const source = await openSource(path);
  const found: T[] = [];
  const decoder = Decoder.open(source.video, (frame) => found.push(read(frame)));
  await source.eachPacket((packet, kind) => {
    if (kind === 'video') decoder?.push(packet);
  });
  decoder?.finish();
  source.close();
  return found;
}
