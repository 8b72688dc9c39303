/** A player without pictures: the port of src/lib/media/player.ts on a clock that the test turns. */
import { Cell } from '#lib/cell/cell.ts';
import type { Picture, Player, PlayerState } from '#lib/media/player.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';

/** An index of `count` frames, 25 a second. */
export function evenIndex(count: number): FrameIndex {
  return new FrameIndex(
    { num: 1, den: 25 },
    Float64Array.from({ length: count }, (_, n) => n),
    1,
  );
}

export class FakePlayer implements Player {
  readonly index: FrameIndex;
  readonly state = new Cell<PlayerState>({
    status: 'ready',
    playing: false,
    rate: 1,
    muted: false,
    volume: 1,
    buffered: [],
    problem: null,
  });
  readonly shown = new Cell<Frame>(0 as Frame);
  /** When set, a seek settles only when the test calls `arrive`. */
  slow = false;
  #waiting: { readonly frame: Frame; readonly settle: () => void } | null = null;

  constructor(count = 100) {
    this.index = evenIndex(count);
  }

  onPicture(_listener: (picture: Picture) => void): () => void {
    return () => undefined; // there are none
  }

  play(rate = this.state.value.rate): void {
    this.state.set({ ...this.state.value, playing: true, rate });
  }

  pause(): void {
    this.state.set({ ...this.state.value, playing: false });
  }

  seek(frame: Frame): Promise<void> {
    this.pause();
    this.#waiting?.settle();
    this.#waiting = null;
    const wanted = clampFrame(frame, this.index.count);
    if (!this.slow) {
      this.shown.set(wanted);
      return Promise.resolve();
    }
    return new Promise((settle) => {
      this.#waiting = { frame: wanted, settle };
    });
  }

  /** The picture that was waited for comes. */
  arrive(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.shown.set(waiting.frame);
    waiting?.settle();
  }

  /** While playing: so many frames later, or earlier when it runs backwards. */
  run(frames: number): void {
    const direction = Math.sign(this.state.value.rate);
    this.shown.set(clampFrame(this.shown.value + direction * frames, this.index.count));
  }

  /** What it was last bent by. */
  bent = 1;

  bend(factor: number): void {
    this.bent = factor;
  }

  setVolume(volume: number, muted: boolean): void {
    this.state.set({ ...this.state.value, volume, muted });
  }

  destroy(): void {
    this.#waiting?.settle();
  }
}
