/**
 * Pictures in time: the port behind which a video plays. The editor steers it, the stage paints what it shows.
 * Whatever it paints, `Picture.frame` is the number of the very picture in `Picture.image`: it comes with the pixels,
 * through the frame index, never from the clock or from what was asked for.
 */
import type { Readable } from '#lib/cell/cell.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Problem } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';

/** One picture on its way to the screen. `image` is closed by the player when the next one comes: paint it at once. */
export type Picture = { readonly frame: Frame; readonly image: VideoFrame };

export type PlayerState = {
  /** `loading` until the first picture · `waiting`: more bytes are needed · `failed`: see `problem`. */
  readonly status: 'loading' | 'ready' | 'waiting' | 'failed';
  readonly playing: boolean;
  /** Speed, 1 = real time; negative runs backwards. */
  readonly rate: number;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** Frame ranges that are loaded, half-open, ascending. */
  readonly buffered: readonly { readonly start: number; readonly end: number }[];
  readonly problem: Problem | null;
};

export interface Player {
  readonly index: FrameIndex;
  readonly state: Readable<PlayerState>;
  /** The frame of the picture last given to `onPicture` listeners. */
  readonly shown: Readable<Frame>;
  /** Called with each picture, at once with the present one if there is one; the answer ends it. */
  onPicture(listener: (picture: Picture) => void): () => void;
  /** Plays on from the shown frame at a speed (0.1 to 16, or negative for backwards). */
  play(rate?: number): void;
  pause(): void;
  /** Shows a frame, pausing first. Settles when it is on the screen, or when a later call has overtaken it. */
  seek(frame: Frame): Promise<void>;
  /**
   * Runs that many times as fast as the speed that is told, without a break: to keep step with others. 1 ends it, and so
   * does everything else. Nothing happens unless it plays forwards.
   */
  bend(factor: number): void;
  setVolume(volume: number, muted: boolean): void;
  destroy(): void;
}
