/** Counts the pictures that a page has made and not closed; each holds memory that no collector sees. */
import type { Page } from '@playwright/test';

export type FrameCount = {
  /** Pictures made. */
  readonly made: number;
  /** Made and not closed. */
  readonly open: number;
  /** Memory behind those, as if no two had it together, which clones do. */
  readonly bytes: number;
  /** Pictures that decoders have given. */
  readonly decoded: number;
};

/** Call before the page is opened. */
export async function countFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const count = { made: 0, open: 0, bytes: 0, decoded: 0, decoders: [] as VideoDecoder[] };
    const open = new WeakMap<VideoFrame, number>();
    const add = (frame: VideoFrame) => {
      const bytes = frame.codedWidth * frame.codedHeight * 1.5;
      count.made++;
      count.open++;
      count.bytes += bytes;
      open.set(frame, bytes);
      return frame;
    };
    const { prototype } = VideoFrame;
    const close = Reflect.get(prototype, 'close') as (this: VideoFrame) => void;
    const clone = Reflect.get(prototype, 'clone') as (this: VideoFrame) => VideoFrame;
    prototype.close = function (this: VideoFrame) {
      const bytes = open.get(this);
      if (bytes !== undefined) {
        open.delete(this);
        count.open--;
        count.bytes -= bytes;
      }
      close.call(this);
    };
    prototype.clone = function (this: VideoFrame) {
      return add(clone.call(this));
    };
    window.VideoFrame = new Proxy(VideoFrame, {
      construct: (target, args) => add(Reflect.construct(target, args) as VideoFrame),
    });
    window.VideoDecoder = new Proxy(VideoDecoder, {
      construct(target, [init]: [VideoDecoderInit]) {
        const output = (frame: VideoFrame) => {
          count.decoded++;
          init.output(add(frame));
        };
        const error = (why: DOMException) => init.error(why);
        const decoder = Reflect.construct(target, [{ output, error }]) as VideoDecoder;
        count.decoders.push(decoder);
        return Object.assign(decoder, { fail: error });
      },
    });
    Object.assign(window, { frameCount: count });
  });
}

export function frameCount(page: Page): Promise<FrameCount> {
  return page.evaluate(() => {
    const { made, open, bytes, decoded } = (window as unknown as { frameCount: FrameCount }).frameCount;
    return { made, open, bytes, decoded };
  });
}

/** Takes the decoder away, as a browser does with idle ones. */
export async function reclaimDecoder(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { decoders } = (window as unknown as { frameCount: { decoders: VideoDecoder[] } }).frameCount;
    const decoder = decoders.at(-1) as VideoDecoder & { fail(why: DOMException): void };
    decoder.close();
    decoder.fail(new DOMException('Codec reclaimed due to inactivity.', 'QuotaExceededError'));
  });
}
