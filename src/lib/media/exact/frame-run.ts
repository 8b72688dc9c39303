/**
 * Single pictures one after the other, forwards or backwards, for who looks at them all: a decoder and a cache of its
 * own, so that the pictures of the playhead are not driven out.
 */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Size } from '#lib/model/geometry.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';
import { ExactPictures } from './exact-pictures.ts';

export type FrameRunOptions = {
  readonly url: string;
  readonly index: FrameIndex;
  readonly size: Size | null;
};

/** Backwards a whole group of pictures is decoded before the first of them is given. */
const BUDGET_BYTES = 96 * 1024 * 1024;
/** So long without a picture, and it is taken not to come. */
const PATIENCE_MS = 30_000;

type Waiting = { readonly frame: Frame; readonly look: () => void };

export class FrameRun {
  readonly #exact: ExactPictures;
  #waiting: Waiting | null = null;

  constructor({ url, index, size }: FrameRunOptions) {
    const look = () => this.#waiting?.look();
    this.#exact = new ExactPictures(
      { url, index, size, budgetBytes: BUDGET_BYTES },
      { changed: look, picture: look, state: () => undefined },
    );
  }

  /**
   * The picture of a frame, the caller's to close.
   *
   * @throws Refusal `media-unreachable` where it does not come; what `signal` says when it is given up
   */
  picture(frame: Frame, signal: AbortSignal): Promise<VideoFrame> {
    return new Promise((done, fail) => {
      const late = setTimeout(() => {
        end();
        fail(new Refusal('media-unreachable', { reason: `frame ${frame} does not come` }));
      }, PATIENCE_MS);
      const given = () => {
        end();
        fail(signal.reason);
      };
      const end = () => {
        clearTimeout(late);
        signal.removeEventListener('abort', given);
        this.#waiting = null;
      };
      const look = () => {
        const image = this.#exact.get(frame);
        if (!image) return;
        end();
        done(image.clone());
      };
      if (signal.aborted) return given();
      signal.addEventListener('abort', given, { once: true });
      this.#waiting = { frame, look };
      this.#exact.aim(frame);
      look();
    });
  }

  destroy(): void {
    this.#exact.destroy();
  }
}
