/** Which picture of the sprite goes with a frame. */
import type { ThumbnailsAnswer } from '#lib/protocol/http.ts';
import type { Frame } from '#lib/model/time.ts';

/** A picture in the sprite: its place in pixels, and the frame that it shows. */
export type ThumbnailCell = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly frame: number;
};

/** The last small picture at or before a frame; undefined where the sprite has none. */
export function thumbnailOf(thumbnails: ThumbnailsAnswer, frame: Frame): ThumbnailCell | undefined {
  const { frames, columns, width, height } = thumbnails;
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((frames[middle] as number) <= frame) low = middle + 1;
    else high = middle;
  }
  const n = Math.max(0, low - 1);
  const shown = frames[n];
  if (shown === undefined) return undefined;
  return { x: (n % columns) * width, y: Math.floor(n / columns) * height, width, height, frame: shown };
}
