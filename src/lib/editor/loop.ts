/** Plays a range again and again: where playing leaves it, the playhead goes to its other end and on. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { Player } from '#lib/media/player.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';

/** Half-open, in frames. */
export type LoopRange = { readonly start: Frame; readonly end: Frame };

export class Loop {
  readonly #player: Player;
  readonly #range = new Cell<LoopRange | null>(null);
  readonly #stop: () => void;
  /** The speed that somebody wants it to run at; null at rest. The player may have come to its own end meanwhile. */
  #rate: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(player: Player) {
    this.#player = player;
    this.#stop = player.shown.subscribe((frame) => this.#look(frame));
  }

  get range(): Readable<LoopRange | null> {
    return this.#range;
  }

  /** A range that holds at least one frame of the video, or null: no loop. Playing elsewhere, it goes there. */
  set(range: LoopRange | null): void {
    const { count } = this.#player.index;
    clearTimeout(this.#timer);
    const start = range && clampFrame(range.start, count);
    this.#range.set(
      range && start !== null
        ? { start, end: Math.min(count, Math.max(start + 1, range.end)) as Frame }
        : null,
    );
    this.#look(this.#player.shown.value);
  }

  /** It begins to run, from a frame; answers where to begin instead, or undefined where that is well. */
  begins(rate: number, from: Frame): Frame | undefined {
    clearTimeout(this.#timer);
    this.#rate = rate;
    const range = this.#range.value;
    if (!range) return undefined;
    const last = (range.end - 1) as Frame;
    const isInside = range.start <= from && from <= last;
    const isAtItsEnd = range.end - range.start > 1 && from === (rate > 0 ? last : range.start);
    return isInside && !isAtItsEnd ? undefined : rate > 0 ? range.start : last;
  }

  /** Somebody stopped it. */
  rests(): void {
    clearTimeout(this.#timer);
    this.#rate = null;
  }

  destroy(): void {
    this.rests();
    this.#stop();
  }

  #look(frame: Frame): void {
    const [range, rate] = [this.#range.value, this.#rate];
    if (!range || rate === null) return;
    clearTimeout(this.#timer);
    const last = rate > 0 ? range.end - 1 : range.start;
    if (frame === last) {
      // Its own time on the screen, then back.
      const { index } = this.#player;
      const lastsMs = (index.timeMs(frame + 1) - index.timeMs(frame)) / Math.abs(rate);
      this.#timer = setTimeout(() => this.#back(range, rate), lastsMs);
    } else if (frame < range.start || frame >= range.end) this.#back(range, rate);
  }

  #back({ start, end }: LoopRange, rate: number): void {
    clearTimeout(this.#timer);
    const to = rate > 0 ? start : ((end - 1) as Frame);
    if (to !== this.#player.shown.value) void this.#player.seek(to);
    this.#player.play(rate);
  }
}
