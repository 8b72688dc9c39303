/** The numbers that the pictures of a file carry, in the order in which they come from a decoder. */
import { Decoder } from '#server/ingest/av/decoder.ts';
import { openSource } from '#server/ingest/av/source.ts';
import { readBarcode } from '../fixtures/barcode.ts';

/** One entry a picture; null where there is none to be read. Pixels are looked at as they are stored, 8 bits. */
export async function numbersIn(path: string): Promise<(number | null)[]> {
  const source = await openSource(path);
  const numbers: (number | null)[] = [];
  const decoder = Decoder.open(source.video, (frame) => {
    const { width, height } = frame;
    const luma = frame.toBuffer();
    const data = new Uint8Array(width * height * 4).map((_, at) => luma[at >> 2] ?? 0);
    numbers.push(readBarcode({ width, height, data }));
  });
  await source.eachPacket((packet, kind) => {
    if (kind === 'video') decoder?.push(packet);
  });
  decoder?.finish();
  source.close();
  return numbers;
}
