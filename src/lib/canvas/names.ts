/**
 * The names of objects beside their outlines. Few objects all bear theirs; where there are many, names that would cover
 * another are left out, those that were shown before coming first, so that nothing flickers from frame to frame.
 */
import { Crowd } from './crowd.ts';
import { DARK } from './color.ts';
import type { Drawn } from './drawn.ts';
import type { TagAtlas } from './tag-atlas.ts';
import { TAG_HEIGHT_PX, Tags } from './tags.ts';
import type { Viewport } from '#lib/editor/viewport.ts';

/** `apart`: as many as find room; `all`: each, whatever it covers; `none`. */
export type Naming = 'apart' | 'all' | 'none';

/** So few objects all bear their names. */
const FEW = 60;
const ROOM_PX = 2;

export class Names {
  readonly #tags: Tags;
  readonly #atlas: TagAtlas;
  readonly #naming: Naming;
  readonly #crowd = new Crowd();

  constructor(atlas: TagAtlas, naming: Naming) {
    this.#atlas = atlas;
    this.#tags = new Tags(atlas);
    this.#naming = naming;
  }

  get tags(): Tags {
    return this.#tags;
  }

  /** Starts afresh. */
  clear({ pane }: Viewport): void {
    this.#tags.clear();
    this.#crowd.clear(pane.width, pane.height);
  }

  /** Room that is taken, whatever is beneath: names of what is selected or pointed at. */
  reserve(drawn: Drawn, x: number, y: number): void {
    this.#crowd.mark(x, y, this.#widthOf(drawn), TAG_HEIGHT_PX);
  }

  /** Names objects that are neither selected nor pointed at. */
  put(all: readonly Drawn[], viewport: Viewport): void {
    if (this.#naming === 'none') return;
    if (this.#naming === 'all' || all.length < FEW) {
      for (const drawn of all) this.#place(drawn, viewport, false);
      return;
    }
    // What found room before keeps it; the others take what is left.
    for (const drawn of all) if (drawn.isNamed) drawn.isNamed = this.#place(drawn, viewport, true);
    for (const drawn of all) if (!drawn.isNamed) drawn.isNamed = this.#place(drawn, viewport, true);
  }

  /** One name, with its top-left corner on a place of the pane. */
  putAt(drawn: Drawn, x: number, y: number): void {
    this.#tags.putWords(this.#wordsOf(drawn), x, y, DARK, drawn.color);
  }

  finish(): void {
    this.#tags.finish();
  }

  destroy(): void {
    this.#tags.destroy();
  }

  /** Above the top-left corner; below where there is no room above. */
  #place(drawn: Drawn, viewport: Viewport, apart: boolean): boolean {
    const { scale, x: left, y: top } = viewport.state.value;
    const { width, height } = viewport.pane;
    const across = viewport.scaleX;
    const [x0, y0] = [left + drawn.left * across - 1, top + drawn.top * scale];
    const [x1, y1] = [left + drawn.right * across, top + drawn.bottom * scale];
    if (x0 > width || y0 > height || x1 < 0 || y1 < 0) return false;
    const above = y0 - TAG_HEIGHT_PX - ROOM_PX;
    const below = y1 + ROOM_PX;
    if (!apart) {
      this.putAt(drawn, x0, above < 0 ? below : above);
      return true;
    }
    const wide = this.#widthOf(drawn);
    if (above >= 0 && this.#crowd.take(x0, above, wide, TAG_HEIGHT_PX)) this.putAt(drawn, x0, above);
    else if (this.#crowd.take(x0, below, wide, TAG_HEIGHT_PX)) this.putAt(drawn, x0, below);
    else return false;
    return true;
  }

  #widthOf(drawn: Drawn): number {
    return this.#tags.widthOf(this.#wordsOf(drawn));
  }

  #wordsOf(drawn: Drawn) {
    if (drawn.words && drawn.generation === this.#atlas.generation) return drawn.words;
    drawn.generation = this.#atlas.generation;
    drawn.words = this.#atlas.wordsOf(drawn.caption);
    return drawn.words;
  }
}
