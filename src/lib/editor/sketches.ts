/** Lines of this hand that are shown to everybody for a moment and are in no document: see here, like this. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { ImagePoint } from '#lib/model/geometry.ts';
import { thinPath } from '#lib/model/shapes/path.ts';
import type { Frame } from '#lib/model/time.ts';
import { MAX_LINES, MAX_LINE_POINTS } from '#lib/model/drawn-line.ts';
import type { Sketch } from '#lib/protocol/presence.ts';

/** How long one is seen after the pen was lifted, and how much of that it fades. */
const LIVES_MS = 8000;
const FADES_MS = 1500;

export class Sketches {
  readonly #mine = new Cell<readonly Sketch[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #count = 0;

  /** Of this hand, oldest first. */
  get mine(): Readable<readonly Sketch[]> {
    return this.#mine;
  }

  /** A name for the next line. */
  next(): string {
    this.#count += 1;
    return String(this.#count);
  }

  /** A line as far as it is drawn; while it is being drawn it does not fade. */
  draw(id: string, frame: Frame, points: readonly ImagePoint[], lifted: boolean): void {
    const numbers = thinPath(points, MAX_LINE_POINTS).flatMap(({ x, y }) => [Math.round(x), Math.round(y)]);
    const others = this.#mine.value.filter((one) => one.id !== id).slice(1 - MAX_LINES);
    this.#mine.set([...others, { id, frame, points: numbers, fades: false }]);
    clearTimeout(this.#timers.get(id));
    if (lifted)
      this.#timers.set(
        id,
        setTimeout(() => this.#fade(id), LIVES_MS - FADES_MS),
      );
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#mine.set([]);
  }

  #fade(id: string): void {
    this.#mine.set(this.#mine.value.map((one) => (one.id === id ? { ...one, fades: true } : one)));
    this.#timers.set(
      id,
      setTimeout(() => this.#forget(id), FADES_MS),
    );
  }

  #forget(id: string): void {
    this.#timers.delete(id);
    this.#mine.set(this.#mine.value.filter((one) => one.id !== id));
  }
}
