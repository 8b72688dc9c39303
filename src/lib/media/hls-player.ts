/**
 * Plays: hls.js feeds a hidden `<video>`, each picture it presents is taken together with its time and numbered through
 * the frame index. Playing lets the element run; everything else is a seek.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Size } from '#lib/model/geometry.ts';
import type { Problem } from '#lib/model/problem.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { bufferedFrames } from './buffered.ts';
import { HlsFeed, type FeedState } from './hls-feed.ts';
import { PictureTap } from './picture-tap.ts';
import type { Picture, Player, PlayerState } from './player.ts';
import { Seeking } from './seeking.ts';

export type HlsPlayerOptions = {
  /** In the page, so that it presents pictures; it need not be seen. */
  readonly video: HTMLVideoElement;
  readonly playlistUrl: string;
  readonly index: FrameIndex;
  /** What the element shows as the time of frame 0, in milliseconds. */
  readonly firstFrameMs: number;
  /** Stored size of the pictures: `image` then has it exactly, whatever the rendition needed. */
  readonly picture?: Size;
};

export const MIN_RATE = 0.1;
export const MAX_RATE = 16;
/** Longer without a picture that is wanted, and people are told that they wait. */
const WAITING_AFTER_MS = 400;
const LOOK_EVERY_MS = 250;

export class HlsPlayer implements Player {
  readonly index: FrameIndex;
  readonly #video: HTMLVideoElement;
  readonly #firstFrameMs: number;
  readonly #state = new Cell<PlayerState>({
    status: 'loading',
    playing: false,
    rate: 1,
    muted: false,
    volume: 1,
    buffered: [],
    problem: null,
  });
  readonly #shown = new Cell<Frame>(0 as Frame);
  readonly #listeners = new Set<(picture: Picture) => void>();
  readonly #tap: PictureTap;
  readonly #seeking: Seeking;
  readonly #feed: HlsFeed;
  readonly #leave = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #picture: Picture | null = null;
  /** Wished for before the first picture was there. */
  #early: { readonly frame: Frame | null; readonly rate: number | null } = { frame: null, rate: null };
  /** Ends running backwards. */
  #stopReverse: (() => void) | null = null;
  #stalled = false;

  constructor({ video, playlistUrl, index, firstFrameMs, picture }: HlsPlayerOptions) {
    this.index = index;
    this.#video = video;
    this.#firstFrameMs = firstFrameMs;
    this.#tap = new PictureTap(video, index, firstFrameMs, picture ?? null, (one) => this.#arrived(one));
    this.#seeking = new Seeking(video, index, firstFrameMs, () => this.#tap.take());
    this.#patch({ muted: video.muted, volume: video.volume });
    const { signal } = this.#leave;
    video.addEventListener('ended', () => this.#ended(), { signal });
    for (const event of ['progress', 'waiting', 'playing', 'seeking', 'stalled']) {
      video.addEventListener(event, () => this.#look(), { signal });
    }
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#feed = new HlsFeed(video, playlistUrl, (state) => this.#fed(state));
  }

  get state(): Readable<PlayerState> {
    return this.#state;
  }

  get shown(): Readable<Frame> {
    return this.#shown;
  }

  /** The frame that is shown, or is about to be. */
  get target(): Frame {
    return this.#seeking.target ?? this.#early.frame ?? this.#shown.value;
  }

  /** The picture that is shown, lent: clone it to keep it. */
  get picture(): Picture | null {
    return this.#picture;
  }

  onPicture(listener: (picture: Picture) => void): () => void {
    const own = (picture: Picture) => listener(picture);
    this.#listeners.add(own);
    if (this.#picture) own(this.#picture);
    return () => this.#listeners.delete(own);
  }

  play(rate = this.#state.value.rate): void {
    const speed = Math.sign(rate || 1) * Math.min(MAX_RATE, Math.max(MIN_RATE, Math.abs(rate)));
    if (!this.#picture) {
      this.#early = { ...this.#early, rate: speed };
      return;
    }
    const { playing, rate: now } = this.#state.value;
    if (playing && now > 0 && speed > 0 && !this.#video.paused) {
      // It runs already: another speed is no reason to stop for it.
      this.#video.playbackRate = speed;
      this.#patch({ rate: speed });
      return;
    }
    this.#still();
    this.#patch({ playing: true, rate: speed });
    if (speed < 0) this.#playBackwards(-speed);
    else void this.#playForwards(speed);
  }

  pause(): void {
    if (!this.#picture) this.#early = { ...this.#early, rate: null };
    if (!this.#state.value.playing) return;
    this.#halt();
    // The element may be a picture further than the one on the screen: it is brought back to where playing goes on.
    void this.#seeking.to(this.#shown.value);
  }

  seek(frame: Frame): Promise<void> {
    const wanted = clampFrame(frame, this.index.count);
    this.#halt();
    if (!this.#picture) {
      this.#early = { frame: wanted, rate: null };
      return Promise.resolve();
    }
    if (wanted === this.#shown.value && this.#seeking.target === null) return Promise.resolve();
    return this.#seeking.to(wanted);
  }

  bend(factor: number): void {
    const { playing, rate } = this.#state.value;
    if (playing && rate > 0) this.#video.playbackRate = Math.min(MAX_RATE, rate * factor);
  }

  setVolume(volume: number, muted: boolean): void {
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.#video.muted = muted;
    this.#patch({ volume: this.#video.volume, muted });
  }

  destroy(): void {
    this.#halt();
    clearInterval(this.#timer);
    this.#leave.abort();
    this.#tap.stop();
    this.#seeking.destroy();
    this.#feed.destroy();
    this.#listeners.clear();
    this.#picture?.image.close();
    this.#picture = null;
  }

  /** Stops whatever runs, where it is. */
  #halt(): void {
    this.#still();
    this.#patch({ playing: false });
  }

  #still(): void {
    this.#stopReverse?.();
    this.#stopReverse = null;
    this.#video.pause();
  }

  async #playForwards(rate: number): Promise<void> {
    const from = this.target;
    if (from === this.index.count - 1) await this.#seeking.to(0 as Frame);
    else if (this.#seeking.target !== null) await this.#seeking.to(from);
    const { playing, rate: wanted } = this.#state.value;
    if (!playing || wanted !== rate) return;
    this.#seeking.cancel();
    this.#video.playbackRate = rate;
    try {
      await this.#video.play();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      if (error.name === 'AbortError') return; // paused again meanwhile
      // Browsers play with sound only after a gesture.
      if (error.name === 'NotAllowedError' && !this.#video.muted) {
        this.setVolume(this.#video.volume, true);
        await this.#playForwards(rate);
      } else this.#patch({ playing: false });
    }
  }

  /** Steps back through the clock's frames, as fast as seeks allow. */
  #playBackwards(rate: number): void {
    let running = true;
    this.#stopReverse = () => {
      running = false;
    };
    const from = this.index.timeMs(this.#shown.value);
    const started = performance.now();
    const step = async () => {
      while (running) {
        await new Promise(requestAnimationFrame);
        const at = from - (performance.now() - started) * rate;
        const wanted = this.index.frameAt(at);
        if (running && wanted !== this.#shown.value) await this.#seeking.to(wanted);
        if (running && this.#shown.value === 0) this.#halt();
      }
    };
    void step();
  }

  #ended(): void {
    if (!this.#state.value.playing) return;
    void this.#seeking.to((this.index.count - 1) as Frame);
    this.#halt();
  }

  #arrived(picture: Picture): void {
    const first = this.#picture === null;
    if (!this.#seeking.arrived(picture.frame) || (!first && this.#isShown(picture))) {
      picture.image.close();
      return;
    }
    const before = this.#picture;
    this.#picture = picture;
    this.#shown.set(picture.frame);
    for (const listener of this.#listeners) listener(picture);
    before?.image.close();
    if (first) this.#begin();
    this.#look();
  }

  #isShown({ frame, image }: Picture): boolean {
    return this.#picture?.frame === frame && this.#picture.image.timestamp === image.timestamp;
  }

  /** The first picture is there: what was wished for meanwhile happens now. */
  #begin(): void {
    const { frame, rate } = this.#early;
    this.#early = { frame: null, rate: null };
    if (frame !== null) void this.seek(frame);
    if (rate !== null) this.play(rate);
  }

  #fed({ stalled, problem: failure }: FeedState): void {
    // What was under way when the feed broke down is asked for again.
    if (this.#stalled && !stalled) this.#seeking.again();
    this.#stalled = stalled;
    if (failure) this.#fail(failure);
    else if (this.#state.value.problem) this.#patch({ problem: null, status: 'waiting' });
    this.#look();
  }

  #fail(failure: Problem): void {
    this.#halt();
    this.#seeking.cancel();
    this.#patch({ status: 'failed', problem: failure });
  }

  /** Brings what is known of loading up to date. */
  #look(): void {
    this.#patch({
      status: this.#status(),
      buffered: bufferedFrames(this.#video.buffered, this.index, this.#firstFrameMs),
    });
  }

  #status(): PlayerState['status'] {
    if (this.#state.value.problem) return 'failed';
    if (!this.#picture) return 'loading';
    const starved =
      this.#state.value.playing &&
      this.#video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA &&
      !this.#video.ended;
    return this.#stalled || this.#seeking.lastingMs > WAITING_AFTER_MS || starved ? 'waiting' : 'ready';
  }

  #patch(change: Partial<PlayerState>): void {
    const now = this.#state.value;
    const merged = { ...now, ...change };
    const next = sameRanges(now.buffered, merged.buffered) ? { ...merged, buffered: now.buffered } : merged;
    const keys = Object.keys(next) as (keyof PlayerState)[];
    if (keys.some((key) => !Object.is(next[key], now[key]))) this.#state.set(next);
  }
}

function sameRanges(a: PlayerState['buffered'], b: PlayerState['buffered']): boolean {
  return a.length === b.length && a.every(({ start, end }, n) => start === b[n]?.start && end === b[n]?.end);
}
