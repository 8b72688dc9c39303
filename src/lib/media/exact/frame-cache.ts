/**
 * Decoded pictures around the playhead. It owns them: each is closed once, when it goes. A decoder's memory lies behind
 * every one, so there is a limit, and the one farthest from where the playhead is going goes first.
 */
import { contains, type Window } from './window.ts';

export class FrameCache {
  readonly #images = new Map<number, VideoFrame>();
  #capacity: number;

  /** @param capacity pictures that are held at most, at least 1 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get size(): number {
    return this.#images.size;
  }

  has(frame: number): boolean {
    return this.#images.has(frame);
  }

  /** The picture of a frame, lent: clone it to keep it. */
  get(frame: number): VideoFrame | undefined {
    return this.#images.get(frame);
  }

  /** Takes a picture. It is closed at once where there is no room for it, or where its frame is here already. */
  put(frame: number, image: VideoFrame, window: Window): void {
    if (this.#images.has(frame)) {
      image.close();
      return;
    }
    this.#images.set(frame, image);
    this.#trim(window);
  }

  /** The frame nearest to another one of which there is a picture; null where there is none at all. */
  nearest(frame: number): number | null {
    let best: number | null = null;
    for (const one of this.#images.keys()) {
      if (best === null || Math.abs(one - frame) < Math.abs(best - frame)) best = one;
    }
    return best;
  }

  /** From now on holds no more than this. */
  shrink(capacity: number, window: Window): void {
    this.#capacity = capacity;
    this.#trim(window);
  }

  clear(): void {
    for (const image of this.#images.values()) image.close();
    this.#images.clear();
  }

  #trim(window: Window): void {
    while (this.#images.size > this.#capacity) {
      const frame = firstToGo(this.#images.keys(), window);
      this.#images.get(frame)?.close();
      this.#images.delete(frame);
    }
  }
}

/** Of some frames the one that is missed least: outside of the window first, then the farthest from the playhead. */
export function firstToGo(frames: Iterable<number>, { at, whole }: Window): number {
  let least = Number.NaN;
  let most = -1;
  for (const frame of frames) {
    const distance = Math.abs(frame - at) + (contains(whole, frame) ? 0 : 2 ** 32);
    if (distance > most) [least, most] = [frame, distance];
  }
  return least;
}
