/**
 * The player that people use. Playing, the element runs and its pictures are shown. Paused, stepping, scrubbing and
 * backwards, pictures decoded one by one are shown; where they cannot be had, the element seeks to them. Both ways know
 * which frame a picture is from the picture itself, and both go to the same screen.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import type { LoaderState } from './exact/piece-loader.ts';
import { HlsPlayer, MAX_RATE, MIN_RATE, type HlsPlayerOptions } from './hls-player.ts';
import type { Picture, Player, PlayerState } from './player.ts';
import { ReverseRun } from './reverse-run.ts';
import { Screen } from './screen.ts';
import { Stills, type StillsOptions } from './stills.ts';

export type PlayerOptions = HlsPlayerOptions & StillsOptions;

/** Longer without a picture that is wanted, and people are told that they wait. */
const WAITING_AFTER_MS = 400;
/** So long after the last wish the element is brought to where playing would go on. */
const FOLLOW_AFTER_MS = 250;

export function createPlayer(options: PlayerOptions): Player {
  return new ComposedPlayer(new HlsPlayer(options), options);
}

/** The element, as far as it is steered from here. */
export type Playback = Pick<
  HlsPlayer,
  'state' | 'target' | 'picture' | 'onPicture' | 'play' | 'pause' | 'seek' | 'bend' | 'setVolume' | 'destroy'
>;

type Wish = { readonly frame: Frame; readonly settle: () => void; readonly since: number };

export class ComposedPlayer implements Player {
  readonly index: FrameIndex;
  readonly #element: Playback;
  readonly #stills: Stills;
  readonly #screen = new Screen();
  readonly #state: Cell<PlayerState>;
  readonly #stops: (() => void)[];
  /** Whose pictures are shown. */
  #source: 'element' | 'stills' = 'element';
  #wish: Wish | null = null;
  #reverse: ReverseRun | null = null;
  #running = false;
  /** Where to rest when the element stops, if not where it says. */
  #restAt: Frame | null = null;
  #loading: LoaderState = { stalled: false, problem: null };
  #follow: ReturnType<typeof setTimeout> | undefined;
  #wait: ReturnType<typeof setTimeout> | undefined;

  constructor(element: Playback, options: StillsOptions) {
    this.index = options.index;
    this.#element = element;
    this.#state = new Cell(this.#element.state.value);
    this.#stills = new Stills(options, this.#screen, {
      changed: () => this.#stillsChanged(),
      arrived: () => this.#stillArrived(),
      state: (state) => {
        this.#loading = state;
        this.#refresh();
      },
    });
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
    if (speed < 0 && !this.#screen.isEmpty && this.#stills.can(from)) this.#playBackwards(from, -speed);
    else this.#playElement(from, speed);
  }

  pause(): void {
    if (this.#reverse) this.#want(this.shown.value);
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

  bend(factor: number): void {
    if (this.#running) this.#element.bend(factor);
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
    this.#stills.destroy();
    this.#element.destroy();
    this.#screen.destroy();
  }

  #playElement(from: Frame, speed: number): void {
    this.#stopReverse();
    clearTimeout(this.#follow);
    this.#settle();
    this.#stills.idle();
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
    this.#source = 'stills';
    this.#reverse = new ReverseRun(this.index, from, speed, (wanted) => {
      if (!this.#stills.can(wanted)) this.#playElement(this.shown.value, -speed);
      else this.#stills.showBefore(wanted);
      if (this.shown.value === 0) this.#want(this.shown.value);
      return this.shown.value;
    });
    this.#refresh();
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

  /** Stops at a frame, and shows it as it is decoded by itself: what is annotated always comes from there. */
  #want(frame: Frame, settle: () => void = () => undefined): void {
    this.#stopReverse();
    this.#still();
    this.#settle();
    this.#wishFor(frame, settle);
  }

  #wishFor(frame: Frame, settle: () => void = () => undefined): void {
    this.#wish = { frame, settle, since: performance.now() };
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#refresh(), WAITING_AFTER_MS + 20);
    this.#fetch(this.#wish);
  }

  #fetch(wish: Wish): void {
    const { frame } = wish;
    clearTimeout(this.#follow);
    if (this.#stills.can(frame)) {
      this.#source = 'stills';
      this.#stills.seek(frame);
    } else {
      this.#source = 'element';
      this.#stills.aim(frame);
      void this.#element.seek(frame).then(() => this.#elementArrived(wish));
    }
    this.#refresh();
  }

  #settle(): void {
    const wish = this.#wish;
    this.#wish = null;
    wish?.settle();
    this.#refresh();
  }

  #stillArrived(): void {
    this.#settle();
    clearTimeout(this.#follow);
    this.#follow = setTimeout(() => this.#bringElement(), FOLLOW_AFTER_MS);
  }

  /** The element stands where playing would go on, so that it goes on at once. */
  #bringElement(): void {
    const { value: frame } = this.shown;
    if (this.#source === 'stills' && !this.#reverse && !this.#wish && this.#element.target !== frame)
      void this.#element.seek(frame);
  }

  /** They can be had now, or not any more: for some frames or for all. */
  #stillsChanged(): void {
    if (this.#running || this.#reverse) return;
    const frame = this.#wish?.frame ?? (this.#screen.isEmpty ? this.#element.target : this.shown.value);
    if (this.#stills.can(frame) === (this.#source === 'stills')) return;
    if (this.#wish) this.#fetch(this.#wish);
    else if (this.#source === 'element') this.#wishFor(frame);
  }

  #elementCame({ frame, image }: Picture): void {
    if (this.#source !== 'element') return;
    const isFirst = this.#screen.isEmpty;
    this.#screen.show({ frame, image: image.clone() });
    const isWished = this.#wish && (frame === this.#wish.frame || frame === this.#element.target);
    if (isFirst || isWished) this.#settle();
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
      this.#stills.idle();
      this.#settle();
    } else if (stopped) this.#want(this.#restAt ?? this.#element.target);
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
    const isLate = this.#wish !== null && performance.now() - this.#wish.since > WAITING_AFTER_MS;
    return { status: isLate ? 'waiting' : 'ready', problem };
  }
}
