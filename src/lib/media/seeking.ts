/**
 * Brings a wanted frame onto the screen by seeking, one seek at a time: of the wishes that come meanwhile only the last
 * is followed, so a held key moves on as fast as the decoder can and lands where it was let go.
 */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';

/** A seek that takes longer (bytes are missing) is dropped for a newer wish. */
const DROPPED_AFTER_MS = 300;
/** After the seek the picture is announced within this time, or it is fetched. */
const ANNOUNCED_WITHIN_MS = 120;
/** Seeks for one wish; a second one has always been enough. */
const MAX_TRIES = 2;

type Wish = { readonly frame: Frame; readonly settle: () => void };

export class Seeking {
  readonly #video: HTMLVideoElement;
  readonly #index: FrameIndex;
  readonly #firstFrameMs: number;
  readonly #take: () => void;
  /** The wish whose seek is under way. */
  #now: (Wish & { readonly since: number; tries: number; landed: boolean }) | null = null;
  #next: Wish | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #seeked = () => this.#landed();

  /** @param take asks for the present picture to be handed to `arrived` */
  constructor(video: HTMLVideoElement, index: FrameIndex, firstFrameMs: number, take: () => void) {
    this.#video = video;
    this.#index = index;
    this.#firstFrameMs = firstFrameMs;
    this.#take = take;
    video.addEventListener('seeked', this.#seeked);
  }

  /** The frame that is being brought, or null. */
  get target(): Frame | null {
    return this.#next?.frame ?? this.#now?.frame ?? null;
  }

  /** Since when the present seek is under way, milliseconds; 0 when there is none. */
  get lastingMs(): number {
    return this.#now ? performance.now() - this.#now.since : 0;
  }

  /** Settles when the frame is shown, or overtaken by a later wish. */
  to(frame: Frame): Promise<void> {
    return new Promise((settle) => {
      this.#next?.settle();
      this.#next = { frame, settle };
      if (!this.#now) this.#begin();
      else if (this.lastingMs > DROPPED_AFTER_MS) {
        this.#now.settle();
        this.#begin();
      }
    });
  }

  /** Seeks anew for the wish that is under way: the element had lost its source. */
  again(): void {
    if (!this.#now) return;
    this.#now.tries = 0;
    this.#seek();
  }

  /** Forgets all wishes. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#now?.settle();
    this.#next?.settle();
    this.#now = null;
    this.#next = null;
  }

  /**
   * A picture has come. Answers whether it is to be shown: while a seek is under way, pictures from before it are not.
   */
  arrived(frame: Frame): boolean {
    const now = this.#now;
    if (!now) return true;
    if (frame === now.frame) {
      this.#end();
      return true;
    }
    if (!now.landed) return false;
    if (now.tries < MAX_TRIES) {
      this.#seek();
      return false;
    }
    this.#end(); // not what was wanted, but what is there: the number goes with the picture
    return true;
  }

  destroy(): void {
    this.cancel();
    this.#video.removeEventListener('seeked', this.#seeked);
  }

  #begin(): void {
    const next = this.#next;
    this.#next = null;
    this.#now = next && { ...next, since: performance.now(), tries: 0, landed: false };
    if (next) this.#seek();
  }

  #seek(): void {
    const now = this.#now;
    if (!now) return;
    clearTimeout(this.#timer);
    now.tries++;
    now.landed = false;
    // The middle of the frame: its edges are rounded differently in every part of a browser. A second try lands a
    // little beside it, or it would be no seek at all.
    const beside = now.tries > 1 ? 0.1 : 0;
    this.#video.currentTime = (this.#index.middleMs(now.frame) + this.#firstFrameMs + beside) / 1000;
  }

  #landed(): void {
    if (!this.#now || this.#video.seeking) return;
    this.#now.landed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#take, ANNOUNCED_WITHIN_MS);
  }

  #end(): void {
    clearTimeout(this.#timer);
    const done = this.#now;
    this.#now = null;
    done?.settle();
    if (this.#next) this.#begin();
  }
}
