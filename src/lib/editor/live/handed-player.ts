/**
 * The player as the hand has it: all goes through to the real one, and whoever shares it is told. A live session moves
 * the real player itself, so what comes through here is always a person at this screen.
 */
import type { Readable } from '#lib/cell/cell.ts';
import type { Picture, Player, PlayerState } from '#lib/media/player.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';

export type Gesture =
  | { readonly kind: 'play'; readonly from: Frame; readonly rate: number; readonly wasPlaying: boolean }
  | { readonly kind: 'pause'; readonly at: Frame }
  | { readonly kind: 'seek'; readonly to: Frame };

export class HandedPlayer implements Player {
  readonly #inner: Player;
  readonly #told: (gesture: Gesture) => void;
  /** What was asked for last and is not on the screen yet. */
  #wished: Frame | null = null;

  constructor(inner: Player, told: (gesture: Gesture) => void) {
    this.#inner = inner;
    this.#told = told;
  }

  get index(): FrameIndex {
    return this.#inner.index;
  }

  get state(): Readable<PlayerState> {
    return this.#inner.state;
  }

  get shown(): Readable<Frame> {
    return this.#inner.shown;
  }

  onPicture(listener: (picture: Picture) => void): () => void {
    return this.#inner.onPicture(listener);
  }

  play(rate = this.#inner.state.value.rate): void {
    const from = this.#wished ?? this.shown.value;
    this.#wished = null;
    const wasPlaying = this.state.value.playing;
    this.#inner.play(rate);
    this.#told({ kind: 'play', from, rate, wasPlaying });
  }

  pause(): void {
    const at = this.#wished ?? this.shown.value;
    this.#inner.pause();
    this.#told({ kind: 'pause', at });
  }

  seek(frame: Frame): Promise<void> {
    this.#wished = frame;
    const done = this.#inner.seek(frame).finally(() => {
      if (this.#wished === frame) this.#wished = null;
    });
    this.#told({ kind: 'seek', to: frame });
    return done;
  }

  bend(factor: number): void {
    this.#inner.bend(factor);
  }

  setVolume(volume: number, muted: boolean): void {
    this.#inner.setVolume(volume, muted);
  }

  destroy(): void {
    this.#inner.destroy();
  }
}
