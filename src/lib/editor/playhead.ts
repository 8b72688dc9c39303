/** Where in the video we are: what is on the screen, what was asked for, and how it runs. */
import { Cell, Derived, type Readable } from '#lib/cell/cell.ts';
import type { Player } from '#lib/media/player.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';

/** Fastest shuttle; each further press of J or L doubles up to here. */
const FASTEST = 8;

export class Playhead {
  /** Frames in the video. */
  readonly count: number;
  readonly playing: Readable<boolean>;
  /** Speed while playing (negative: backwards), else the speed chosen for playing. */
  readonly rate: Readable<number>;
  readonly #player: Player;
  readonly #target: Cell<Frame>;
  readonly #speed = new Cell(1);
  readonly #stops: (() => void)[];
  #underWay = 0;

  constructor(player: Player) {
    this.#player = player;
    this.count = player.index.count;
    this.#target = new Cell(player.shown.value);
    const playing = new Derived([player.state], () => player.state.value.playing);
    const rate = new Derived([player.state, this.#speed], () =>
      player.state.value.playing ? player.state.value.rate : this.#speed.value,
    );
    this.playing = playing;
    this.rate = rate;
    const stopShown = player.shown.subscribe((frame) => {
      if (this.playing.value || this.#underWay === 0) this.#target.set(frame);
    });
    this.#stops = [stopShown, () => playing.stop(), () => rate.stop()];
  }

  /** The frame of the picture on the screen. */
  get shown(): Readable<Frame> {
    return this.#player.shown;
  }

  /** The frame asked for last; the screen may still be on its way there. */
  get target(): Readable<Frame> {
    return this.#target;
  }

  /** Goes to a frame, stopping there; clamped to the video. */
  seek(frame: number): void {
    void this.#go(clampFrame(frame, this.count));
  }

  /** `n` frames on from what was last asked for, so that a held key runs ahead of the decoder. */
  step(n: number): void {
    this.seek(this.#target.value + n);
  }

  play(rate: number = this.#speed.value): void {
    this.#player.play(rate);
  }

  pause(): void {
    this.#player.pause();
  }

  toggle(): void {
    if (this.playing.value) this.pause();
    else this.play();
  }

  /** The speed for playing forwards, now and later. */
  setSpeed(rate: number): void {
    this.#speed.set(rate);
    if (this.playing.value) this.play(rate);
  }

  /** J and L: runs that way; again in the same direction is twice as fast. */
  shuttle(direction: 1 | -1): void {
    const rate = this.#player.state.value.rate;
    const again = this.playing.value && Math.sign(rate) === direction;
    const speed = again ? Math.min(FASTEST, Math.max(1, Math.abs(rate)) * 2) : 1;
    this.play(direction * speed);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  async #go(frame: Frame): Promise<void> {
    this.#underWay++;
    this.#target.set(frame);
    try {
      await this.#player.seek(frame);
    } finally {
      this.#underWay--;
    }
  }
}
