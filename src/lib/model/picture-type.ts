/** What a file of a picture really is, by its bytes and never by its name; for pictures that people upload. */

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp';
export type PictureFacts = { readonly type: PictureType; readonly width: number; readonly height: number };

/** Most bytes of an uploaded picture. */
export const MAX_PICTURE_BYTES = 5_000_000;
/** Longest side, pixels: what a browser decodes without harm. */
export const MAX_SIDE = 8192;

/**
 * Kind and size in pixels of a PNG (W3C PNG 3), JPEG (ITU-T T.81) or WebP (RFC 9649) file, from its head; undefined for
 * anything else, also for one that is cut before its size.
 */
export function pictureFacts(bytes: Uint8Array): PictureFacts | undefined {
  const found = pngFacts(bytes) ?? jpegFacts(bytes) ?? webpFacts(bytes);
  return found && found.width > 0 && found.height > 0 ? found : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function pngFacts(bytes: Uint8Array): PictureFacts | undefined {
  if (bytes.length < 24 || textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(bytes, 12, 4) !== 'IHDR')
    return undefined;
  const view = viewOf(bytes);
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function jpegFacts(bytes: Uint8Array): PictureFacts | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff)
      at += 1; // a fill byte
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else if (marker === 0xd9 || marker === 0xda) return undefined;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpFacts(bytes: Uint8Array): PictureFacts | undefined {
  if (bytes.length < 30 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return undefined;
  const view = viewOf(bytes);
  const type = 'image/webp';
  switch (textAt(bytes, 12, 4)) {
    case 'VP8 ':
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const at = (start: number) => view.getUint16(start, true) + ((bytes[start + 2] ?? 0) << 16) + 1;
      return { type, width: at(24), height: at(27) };
    }
    default:
      return undefined;
  }
}
