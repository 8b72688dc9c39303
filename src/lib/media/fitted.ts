/** A picture with exactly the stored size. */
import type { Size } from '#lib/model/geometry.ts';

/**
 * What a `VideoFrame` made from `from` needs: cuts off what the encoder needed to have even sides, and undoes the
 * stretching of pixels that are not square.
 */
export function fittedInit(from: Size, size: Size | null): VideoFrameInit {
  if (!size || (from.width === size.width && from.height === size.height)) return {};
  return {
    visibleRect: { x: 0, y: 0, width: size.width, height: size.height },
    displayWidth: size.width,
    displayHeight: size.height,
  };
}

/** The picture itself where it has the size already; else another one, and the given one is closed. */
export function fitted(image: VideoFrame, size: Size | null): VideoFrame {
  const init = fittedInit({ width: image.displayWidth, height: image.displayHeight }, size);
  if (init.visibleRect === undefined) return image;
  const made = new VideoFrame(image, init);
  image.close();
  return made;
}
