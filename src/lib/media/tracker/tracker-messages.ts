/** What the page and the worker that follows an object say to each other, one answer to each question. */
import type { Rect } from '#lib/model/geometry.ts';
import type { Similarity } from '#lib/model/similarity.ts';

/** Each picture is given away, and closed by the worker. */
export type TrackerQuestion =
  /** `rect` in image pixels, of which the whole picture has `width` across; each is `aspect` times as wide as high. */
  | {
      readonly kind: 'start';
      readonly image: VideoFrame;
      readonly rect: Rect;
      readonly aspect: number;
      readonly width: number;
    }
  | { readonly kind: 'step'; readonly image: VideoFrame };

export type TrackerAnswer =
  | { readonly kind: 'started' }
  /** `pose` leads from the start to here, in image pixels stretched across by `aspect`. */
  | { readonly kind: 'stepped'; readonly pose: Similarity; readonly confidence: number }
  | { readonly kind: 'failed'; readonly reason: string };
