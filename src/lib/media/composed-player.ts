/**
 * The player that people use. Playing, the element runs and its pictures are shown. Paused, stepping, scrubbing and
 * backwards, pictures decoded one by one are shown; where they cannot be had, the element seeks to them. Both ways know
 * which frame a picture is from the picture itself, and both go to the same screen.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { ExactPictures } from './exact/exact-pictures.ts';
import type { LoaderState } from './exact/piece-loader.ts';
import { HlsPlayer, MAX_RATE, MIN_RATE, type HlsPlayerOptions } from './hls-player.ts';
import type { Picture, Player, PlayerState } from './player.ts';
import { ReverseRun } from './reverse-run.ts';
import { Screen } from './screen.ts';

export type PlayerOptions = HlsPlayerOptions & {
  /** The file that the playlist's ranges lie in. */
  readonly fileUrl: string;
};

/** Longer without a picture that is wanted, and people are told that they wait. */
const WAITING_AFTER_MS = 400;
/** Wishes that follow each other faster are a hand that moves: what is near is shown on the way. */
const MOVING_MS = 200;
/** So long after the last wish the element is brought to where playing would go on. */
const FOLLOW_AFTER_MS = 250;

export function createPlayer(options: PlayerOptions): Player {
  return new ComposedPlayer(options);
}

type Wish = {
  readonly frame: Frame;
  readonly settle: () => void;
  readonly since: number;
  readonly moving: boolean;
};

class ComposedPlayer implements Player {
  readonly index: FrameIndex;
  readonly #element: HlsPlayer;
  readonly #exact: ExactPictures;
  readonly #screen = new Screen();
  readonly #state: Cell<PlayerState>;
  readonly #stops: (() => void)[];
  /** Whose pictures are shown. */
  #source: 'element' | 'exact' = 'element';
  #wish: Wish | null = null;
  #lastWish = -Infinity;
  #reverse: ReverseRun | null = null;
  #running = false;
  /** Where to rest when the element stops, if not where it says. */
  #restAt: Frame | null = null;
  #loading: LoaderState = { stalled: false, problem: null };
  #follow: ReturnType<typeof setTimeout> | undefined;
  #wait: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PlayerOptions) {
    const { index, picture, fileUrl: url } = options;
    this.index = index;
    this.#element = new HlsPlayer(options);
    this.#state = new Cell(this.#element.state.value);
    this.#exact = new ExactPictures(
      { url, index, size: picture ?? null },
      {
        changed: () => this.#exactChanged(),
        picture: (frame) => this.#exactCame(frame),
        state: (state) => {
          this.#loading = state;
          this.#refresh();
        },
      },
    );
    this.#stops = [
      this.#element.onPicture((picture) => this.#elementCame(picture)),
      this.#element.state.subscribe(() => this.#elementChanged()),
    ];
  }

  get state(): Readable<PlayerState> {
    return this.#state;
  }

  get shown(): Readable<Frame> {
    return this.#screen.shown;
  }

  onPicture(listener: (picture: Picture) => void): () => void {
    return this.#screen.onPicture(listener);
  }

  play(rate = this.#state.value.rate): void {
    const speed = Math.sign(rate || 1) * Math.min(MAX_RATE, Math.max(MIN_RATE, Math.abs(rate)));
    const from = this.#wish?.frame ?? this.shown.value;
    if (speed < 0 && !this.#screen.isEmpty && this.#exact.can(from)) this.#playBackwards(from, -speed);
    else this.#playElement(from, speed);
  }

  pause(): void {
    if (this.#reverse) this.#rest(this.shown.value);
    else {
      this.#restAt = this.#screen.isEmpty ? null : this.shown.value;
      this.#element.pause();
      this.#restAt = null;
    }
  }

  seek(frame: Frame): Promise<void> {
    const wanted = clampFrame(frame, this.index.count);
    const playing = this.#running || this.#reverse !== null;
    const isThere = !this.#wish && wanted === this.shown.value && this.#state.value.status === 'ready';
    if (isThere && !playing) return Promise.resolve();
    return new Promise((settle) => this.#want(wanted, settle));
  }

  setVolume(volume: number, muted: boolean): void {
    this.#element.setVolume(volume, muted);
  }

  destroy(): void {
    this.#stopReverse();
    this.#settle();
    clearTimeout(this.#follow);
    clearTimeout(this.#wait);
    for (const stop of this.#stops) stop();
    this.#exact.destroy();
    this.#element.destroy();
    this.#screen.destroy();
  }

  #playElement(from: Frame, speed: number): void {
    this.#stopReverse();
    clearTimeout(this.#follow);
    this.#settle();
    this.#exact.idle();
    this.#source = 'element';
    if (!this.#element.state.value.problem) {
      if (!this.#running && this.#element.target !== from) void this.#element.seek(from);
      this.#element.play(speed);
    }
    this.#refresh();
  }

  #playBackwards(from: Frame, speed: number): void {
    this.#stopReverse();
    this.#still();
    this.#settle();
    this.#source = 'exact';
    this.#reverse = new ReverseRun(this.index, from, speed, (wanted) => {
      if (!this.#exact.can(wanted)) this.#playElement(this.shown.value, -speed);
      else this.#showBackwards(wanted);
      if (this.shown.value === 0) this.#rest(this.shown.value);
      return this.shown.value;
    });
    this.#refresh();
  }

  #showBackwards(wanted: Frame): void {
    this.#exact.aim(wanted);
    const near = this.#exact.get(wanted) ? wanted : this.#exact.nearest(wanted);
    if (near !== null && near < this.shown.value) this.#show(near);
  }

  #stopReverse(): void {
    this.#reverse?.stop();
    this.#reverse = null;
  }

  /** Stops the element, if it runs, without resting where it is. */
  #still(): void {
    this.#running = false;
    this.#element.pause();
  }

  /** Stops there, and shows the frame as it is decoded by itself: what is annotated always comes from there. */
  #rest(frame: Frame): void {
    this.#want(frame, () => undefined);
  }

  #want(frame: Frame, settle: () => void): void {
    this.#stopReverse();
    this.#still();
    this.#settle();
    this.#wishFor(frame, settle);
  }

  #wishFor(frame: Frame, settle: () => void): void {
    const now = performance.now();
    this.#wish = { frame, settle, since: now, moving: now - this.#lastWish < MOVING_MS };
    this.#lastWish = now;
    this.#fetch(this.#wish);
  }

  #fetch(wish: Wish): void {
    const { frame } = wish;
    clearTimeout(this.#follow);
    this.#exact.aim(frame);
    if (this.#exact.can(frame)) {
      this.#source = 'exact';
      if (this.#exact.get(frame)) this.#screen.soon(() => this.#arrive(frame));
      else this.#showOnTheWay(this.#exact.nearest(frame));
    } else {
      this.#source = 'element';
      void this.#element.seek(frame).then(() => this.#elementArrived(wish));
    }
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#refresh(), WAITING_AFTER_MS + 20);
    this.#refresh();
  }

  /** The element stands where playing would go on, so that it goes on at once. */
  #bringElement(): void {
    const { value: frame } = this.shown;
    if (this.#source === 'exact' && !this.#reverse && !this.#wish && this.#element.target !== frame)
      void this.#element.seek(frame);
  }

  /** The picture that is wished for, or asked for again where it had to go meanwhile. */
  #arrive(frame: Frame): void {
    const wish = this.#wish;
    if (wish?.frame !== frame || this.#source !== 'exact') return;
    if (this.#show(frame)) {
      this.#settle();
      this.#follow = setTimeout(() => this.#bringElement(), FOLLOW_AFTER_MS);
    } else this.#fetch(wish);
  }

  /** While the hand moves: a picture that is much nearer to what is wished for than the one that is shown. */
  #showOnTheWay(frame: Frame | null): void {
    const wish = this.#wish;
    if (frame === null || !wish?.moving || this.#exact.get(wish.frame)) return;
    const distance = Math.abs(wish.frame - frame);
    if (distance * 2 > Math.abs(wish.frame - this.shown.value)) return;
    this.#screen.soon(() => this.#wish === wish && this.#show(frame));
  }

  #show(frame: Frame): boolean {
    const image = this.#exact.get(frame);
    if (image) this.#screen.show({ frame, image: image.clone() });
    return image !== undefined;
  }

  #settle(): void {
    const wish = this.#wish;
    this.#wish = null;
    wish?.settle();
    this.#refresh();
  }

  #exactCame(frame: Frame): void {
    if (this.#source !== 'exact' || this.#reverse) return;
    if (frame === this.#wish?.frame) this.#screen.soon(() => this.#arrive(frame));
    else this.#showOnTheWay(frame);
  }

  /** It is open now, or has broken down for some frames or for all. */
  #exactChanged(): void {
    if (this.#running || this.#reverse) return;
    const frame = this.#wish?.frame ?? (this.#screen.isEmpty ? this.#element.target : this.shown.value);
    if (this.#exact.can(frame) === (this.#source === 'exact')) return;
    if (this.#wish) this.#fetch(this.#wish);
    else if (this.#source === 'element') this.#wishFor(frame, () => undefined);
  }

  #elementCame({ frame, image }: Picture): void {
    if (this.#source !== 'element') return;
    const first = this.#screen.isEmpty;
    this.#screen.show({ frame, image: image.clone() });
    if (first || (this.#wish && (frame === this.#wish.frame || frame === this.#element.target)))
      this.#settle();
  }

  /** A seek of the element is over: its picture may have been there already. */
  #elementArrived(wish: Wish): void {
    const { picture, target } = this.#element;
    if (this.#wish === wish && picture?.frame === target) this.#elementCame(picture);
  }

  #elementChanged(): void {
    const { playing } = this.#element.state.value;
    const stopped = this.#running && !playing;
    this.#running = playing;
    if (playing) {
      this.#source = 'element';
      this.#exact.idle();
      this.#settle();
    } else if (stopped) this.#rest(this.#restAt ?? this.#element.target);
    this.#refresh();
  }

  #refresh(): void {
    const { buffered, muted, volume, ...element } = this.#element.state.value;
    const next: PlayerState = {
      playing: this.#reverse !== null || element.playing,
      rate: this.#reverse ? -this.#reverse.rate : element.rate,
      ...this.#health(),
      buffered,
      muted,
      volume,
    };
    const now = this.#state.value;
    const keys = Object.keys(next) as (keyof PlayerState)[];
    if (keys.some((key) => !Object.is(next[key], now[key]))) this.#state.set(next);
  }

  #health(): Pick<PlayerState, 'status' | 'problem'> {
    const element = this.#element.state.value;
    const problem = this.#source === 'element' ? element.problem : this.#wish && this.#loading.problem;
    if (problem) return { status: 'failed', problem };
    if (this.#screen.isEmpty) return { status: 'loading', problem };
    if (this.#source === 'element')
      return { status: element.status === 'waiting' ? 'waiting' : 'ready', problem };
    const late = this.#wish !== null && performance.now() - this.#wish.since > WAITING_AFTER_MS;
    return { status: late ? 'waiting' : 'ready', problem };
  }
}
