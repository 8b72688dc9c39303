/**
 * Takes each picture that a `<video>` presents, together with its own time: the only way to know which frame it is.
 * The time that the element or the callback reports belongs to another picture often enough (measured: up to 1 %).
 */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Size } from '#lib/model/geometry.ts';
import { fittedInit } from './fitted.ts';
import type { Picture } from './player.ts';

export class PictureTap {
  readonly #video: HTMLVideoElement;
  readonly #index: FrameIndex;
  readonly #firstFrameMs: number;
  readonly #size: Size | null;
  readonly #visit: (picture: Picture) => void;
  #callback = 0;

  /**
   * @param size of the pictures, where the rendition's may be a row or column larger or stretched
   * @param visit owns the picture it gets, and closes it
   */
  constructor(
    video: HTMLVideoElement,
    index: FrameIndex,
    firstFrameMs: number,
    size: Size | null,
    visit: (picture: Picture) => void,
  ) {
    this.#video = video;
    this.#index = index;
    this.#firstFrameMs = firstFrameMs;
    this.#size = size;
    this.#visit = visit;
    this.#listen();
  }

  /** Takes the present picture, for when none is announced (a hidden page). Nothing happens where there is none. */
  take(): void {
    const size = { width: this.#video.videoWidth, height: this.#video.videoHeight };
    let image: VideoFrame;
    try {
      image = new VideoFrame(this.#video, fittedInit(size, this.#size));
    } catch (error) {
      // Before the first picture, and while the element has no source.
      if (error instanceof DOMException && error.name === 'InvalidStateError') return;
      throw error;
    }
    const frame = this.#index.nearest(image.timestamp / 1000 - this.#firstFrameMs);
    this.#visit({ frame, image });
  }

  stop(): void {
    this.#video.cancelVideoFrameCallback(this.#callback);
  }

  #listen(): void {
    this.#callback = this.#video.requestVideoFrameCallback(() => {
      this.#listen();
      this.take();
    });
  }
}
