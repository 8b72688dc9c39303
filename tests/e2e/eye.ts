/** Reads the number off a picture of a numbered clip as it stands on the screen: what the eye really sees. */
import type { Locator } from '@playwright/test';
import { barcodeHeight, readBarcode } from '../fixtures/barcode.ts';

/** Size of the pictures of the numbered clips, pixels. */
const CLIP = { width: 384, height: 216 };

/** The frame number that is painted in a pane which shows the whole picture; null where none can be read. */
export async function frameSeen(pane: Locator): Promise<number | null> {
  const box = (await pane.boundingBox())!;
  const scale = Math.min(box.width / CLIP.width, box.height / CLIP.height);
  const shot = await pane.page().screenshot({
    clip: {
      x: box.x + (box.width - CLIP.width * scale) / 2,
      y: box.y + (box.height - CLIP.height * scale) / 2,
      width: CLIP.width * scale,
      height: barcodeHeight(CLIP.width) * scale,
    },
  });
  const { width, height, base64 } = await pane.evaluate(async (_, png) => {
    const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32_768)
      text += String.fromCharCode(...data.subarray(at, at + 32_768));
    return { width: image.width, height: image.height, base64: btoa(text) };
  }, shot.toString('base64'));
  return readBarcode({ width, height, data: Buffer.from(base64, 'base64') });
}
