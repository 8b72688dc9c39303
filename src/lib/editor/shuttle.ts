/**
 * J, K and L as on an editing desk: J and L run, again doubles; K stops, and starts what stood when it is let go. With K
 * held, a tap of J or L is one frame, and held down they run slowly for as long.
 */
import type { Playhead } from './playhead.ts';

/** Each further press of J or L doubles up to here. */
const FASTEST = 16;
const SLOW = 0.25;
/** Longer is held, no tap. */
const TAP_MS = 250;

export class Shuttle {
  readonly #playhead: Playhead;
  /** K is held. `spent`: it has done its work, and letting go does nothing more. */
  #brake: { spent: boolean } | null = null;
  #slow: ReturnType<typeof setTimeout> | undefined;

  constructor(playhead: Playhead) {
    this.#playhead = playhead;
  }

  /** J (-1) or L (1) goes down. */
  run(direction: 1 | -1): void {
    const playhead = this.#playhead;
    if (this.#brake) {
      this.#brake.spent = true;
      playhead.step(direction);
      clearTimeout(this.#slow);
      this.#slow = setTimeout(() => playhead.play(direction * SLOW), TAP_MS);
      return;
    }
    const rate = playhead.rate.value;
    const again = playhead.playing.value && Math.sign(rate) === direction;
    playhead.play(direction * (again ? Math.min(FASTEST, Math.max(1, Math.abs(rate)) * 2) : 1));
  }

  /** J or L is let go. */
  letGo(): void {
    clearTimeout(this.#slow);
    if (this.#brake && this.#playhead.playing.value) this.#playhead.pause();
  }

  /** K goes down. */
  brake(): void {
    this.#brake = { spent: this.#playhead.playing.value };
    if (this.#brake.spent) this.#playhead.pause();
  }

  /** K is let go. */
  release(): void {
    const spent = this.#brake?.spent ?? true;
    this.letGo();
    this.#brake = null;
    if (!spent) this.#playhead.play();
  }

  destroy(): void {
    clearTimeout(this.#slow);
  }
}
