/**
 * The picture that is shown, and those who paint it. It owns the picture: each is closed once, when the next one comes.
 * Of the pictures offered within one animation frame the first is painted at once and then the last: painting takes
 * long where there is no graphics processor, and a held key must not pile it up.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Picture } from './player.ts';

export class Screen {
  readonly #shown = new Cell<Frame>(0 as Frame);
  readonly #listeners = new Set<(picture: Picture) => void>();
  #picture: Picture | null = null;
  #request = 0;
  #later: (() => void) | null = null;

  get shown(): Readable<Frame> {
    return this.#shown;
  }

  get isEmpty(): boolean {
    return this.#picture === null;
  }

  onPicture(listener: (picture: Picture) => void): () => void {
    const own = (picture: Picture) => listener(picture);
    this.#listeners.add(own);
    if (this.#picture) own(this.#picture);
    return () => this.#listeners.delete(own);
  }

  /**
   * Shows a picture now. Takes it. Whoever follows `shown` may show another at once, as a loop does that has run past
   * its end: then this one is closed already, and nobody paints it.
   */
  show(picture: Picture): void {
    const before = this.#picture;
    this.#picture = picture;
    this.#shown.set(picture.frame);
    for (const listener of this.#listeners) if (this.#picture === picture) listener(picture);
    before?.image.close();
  }

  /** Calls `paint` now, or in the next animation frame unless a later wish comes before it. */
  soon(paint: () => void): void {
    // No animation frames come while the page is hidden.
    if (document.hidden || this.#request === 0) paint();
    else this.#later = paint;
    this.#request ||= requestAnimationFrame(() => {
      this.#request = 0;
      const later = this.#later;
      this.#later = null;
      if (later) this.soon(later);
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#request);
    this.#later = null;
    this.#listeners.clear();
    this.#picture?.image.close();
    this.#picture = null;
  }
}
