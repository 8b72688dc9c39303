/** Where in the video we are: what is on the screen, what was asked for, and how it runs. */
import { Cell, Derived, type Readable } from '#lib/cell/cell.ts';
import type { Player } from '#lib/media/player.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { Loop } from './loop.ts';

export class Playhead {
  /** Frames in the video. */
  readonly count: number;
  readonly playing: Readable<boolean>;
  /** Speed while playing (negative: backwards), else the speed chosen for playing. */
  readonly rate: Readable<number>;
  /** What is played again and again. */
  readonly loop: Loop;
  readonly #player: Player;
  readonly #target: Cell<Frame>;
  readonly #speed = new Cell(1);
  readonly #stops: (() => void)[];
  #underWay = 0;

  constructor(player: Player) {
    this.#player = player;
    this.count = player.index.count;
    this.loop = new Loop(player);
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
    this.loop.rests();
    void this.#go(clampFrame(frame, this.count));
  }

  /** `n` frames on from what was last asked for, so that a held key runs ahead of the decoder. */
  step(n: number): void {
    this.seek(this.#target.value + n);
  }

  /** Runs at a speed (0.1 to 16, negative backwards); within the loop where there is one. */
  play(rate: number = this.#speed.value): void {
    const begin = this.loop.begins(rate, this.#target.value);
    if (begin !== undefined) void this.#go(begin);
    this.#player.play(rate);
  }

  /** Runs that many times as fast as it says, to keep step with others; 1 ends it. */
  bend(factor: number): void {
    this.#player.bend(factor);
  }

  pause(): void {
    this.loop.rests();
    this.#player.pause();
  }

  toggle(): void {
    if (this.playing.value) this.pause();
    else this.play();
  }

  /** The speed for playing, now and later; it goes on in the direction in which it runs. */
  setSpeed(rate: number): void {
    this.#speed.set(rate);
    if (this.playing.value) this.play(Math.sign(this.#player.state.value.rate) * rate);
  }

  destroy(): void {
    this.loop.destroy();
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
