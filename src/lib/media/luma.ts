/** How bright the pixels of a picture are: what growing a region and following an object look at. */
import type { Frame } from '#lib/model/time.ts';
import type { Player } from './player.ts';

/** Row after row, one byte a pixel, from the top left; in the pixels of the rendition that was decoded. */
export type Luma = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** Formats whose first plane is the brightness, 8 bits a pixel. */
const PLANAR = new Set(['I420', 'I420A', 'I422', 'I444', 'NV12']);

/** Of a picture that stays open until the answer is there. */
export async function lumaOf(image: VideoFrame): Promise<Luma> {
  const { visibleRect, format } = image;
  const { width = image.codedWidth, height = image.codedHeight } = visibleRect ?? {};
  if (format !== null && PLANAR.has(format)) {
    const bytes = new Uint8Array(image.allocationSize());
    const [plane] = await image.copyTo(bytes);
    const { offset = 0, stride = width } = plane ?? {};
    return { width, height, data: packed(bytes, offset, stride, width, height) };
  }
  const bytes = new Uint8Array(width * height * 4);
  await image.copyTo(bytes, { format: 'RGBA', layout: [{ offset: 0, stride: width * 4 }] });
  const data = new Uint8Array(width * height);
  for (let at = 0; at < data.length; at++) {
    const [red = 0, green = 0, blue = 0] = [bytes[4 * at], bytes[4 * at + 1], bytes[4 * at + 2]];
    data[at] = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  return { width, height, data };
}

/** Of the picture on the screen; null while there is none. */
export async function shownLuma(player: Player): Promise<(Luma & { readonly frame: Frame }) | null> {
  let copy: { readonly frame: Frame; readonly image: VideoFrame } | null = null;
  player.onPicture(({ frame, image }) => {
    copy ??= { frame, image: image.clone() };
  })();
  const shown = copy as { readonly frame: Frame; readonly image: VideoFrame } | null;
  if (!shown) return null;
  try {
    return { frame: shown.frame, ...(await lumaOf(shown.image)) };
  } finally {
    shown.image.close();
  }
}

function packed(
  bytes: Uint8Array,
  offset: number,
  stride: number,
  width: number,
  height: number,
): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    data.set(bytes.subarray(offset + row * stride, offset + row * stride + width), row * width);
  return data;
}
