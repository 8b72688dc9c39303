/** Reads the number that a picture of a numbered clip carries. */
import { barcodeHeight, readBarcode } from '../../fixtures/barcode.ts';

/** Width of the picture that is read, pixels. */
const SMALL = 240;

/**
 * Off the luma where that lies in memory: drawing the picture would take twenty times as long as a step, and nothing
 * could be painted meanwhile.
 */
export async function numberIn(picture: VideoFrame | undefined): Promise<number | null> {
  if (!picture) return null;
  const { format, displayWidth: width } = picture;
  if (format !== 'I420' && format !== 'NV12') return drawnNumber(picture);
  const rows = 2 * Math.ceil(barcodeHeight(width) / 2);
  const rect = { x: 0, y: 0, width, height: rows };
  const bytes = new Uint8Array(picture.allocationSize({ rect }));
  const [luma] = await picture.copyTo(bytes, { rect });
  const [offset, stride] = [luma?.offset ?? 0, luma?.stride ?? width];
  const small = { width: SMALL, height: Math.ceil(barcodeHeight(SMALL)), data: new Uint8Array(0) };
  small.data = new Uint8Array(SMALL * small.height * 4);
  for (let at = 0; at < SMALL * small.height; at++) {
    const [x, y] = [at % SMALL, Math.floor(at / SMALL)];
    const [left, top] = [Math.floor(((x + 0.5) * width) / SMALL), Math.floor(((y + 0.5) * width) / SMALL)];
    small.data[at * 4 + 1] = bytes[offset + Math.min(rows - 1, top) * stride + left] ?? 0;
  }
  return readBarcode(small);
}

/** By way of a small drawing. */
function drawnNumber(picture: VideoFrame): number | null {
  const height = Math.ceil((SMALL * picture.displayHeight) / picture.displayWidth);
  const context = new OffscreenCanvas(SMALL, height).getContext('2d', { willReadFrequently: true });
  context?.drawImage(picture, 0, 0, SMALL, height);
  const data = context?.getImageData(0, 0, SMALL, height);
  return data ? readBarcode(data) : null;
}
