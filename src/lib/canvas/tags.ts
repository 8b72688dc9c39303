/** Short captions on the picture, kept from one drawing to the next: a text is made anew only when its words change. */
import { Container, Text } from 'pixi.js';
import { rgb } from './color.ts';
import type { Strokes } from './strokes.ts';

const SIZE_PX = 12;
/** Height of the ground a caption stands on, and the room left and right of it. */
export const TAG_HEIGHT_PX = 18;
const ROOM_PX = 5;
/** Texts kept ready that are not shown just now. */
const SPARE = 60;

export class Tags {
  readonly view = new Container();
  readonly #texts = new Map<string, Text>();
  readonly #shown = new Set<string>();
  readonly #resolution: () => number;

  constructor(resolution: () => number) {
    this.#resolution = resolution;
  }

  /** Starts afresh; what is not put again is hidden by `finish`. */
  clear(): void {
    this.#shown.clear();
  }

  /** Puts a caption with its top-left corner on a place, on a ground drawn with `ground`. */
  put(
    key: string,
    words: string,
    x: number,
    y: number,
    ground: Strokes,
    groundColor: string,
    color: string,
  ): void {
    const text = this.#textOf(key, words);
    const [red, green, blue] = rgb(color);
    text.tint = (Math.round(red * 255) << 16) | (Math.round(green * 255) << 8) | Math.round(blue * 255);
    // Whole pixels: a text between two is blurred.
    const [left, top] = [Math.round(x), Math.round(y)];
    text.position.set(left + ROOM_PX, top + Math.round((TAG_HEIGHT_PX - text.height) / 2));
    ground.fill(left, top, Math.ceil(text.width) + 2 * ROOM_PX, TAG_HEIGHT_PX, groundColor, 0.88);
    text.visible = true;
    this.#shown.add(key);
  }

  finish(): void {
    let spare = 0;
    for (const [key, text] of this.#texts) {
      if (this.#shown.has(key)) continue;
      text.visible = false;
      if (++spare <= SPARE) continue;
      this.#texts.delete(key);
      text.destroy(true);
    }
  }

  destroy(): void {
    for (const text of this.#texts.values()) text.destroy(true);
    this.#texts.clear();
    this.view.destroy();
  }

  #textOf(key: string, words: string): Text {
    const found = this.#texts.get(key);
    const resolution = this.#resolution();
    if (found) {
      if (found.text !== words) found.text = words;
      if (found.resolution !== resolution) found.resolution = resolution;
      return found;
    }
    const style = {
      fontFamily: 'system-ui, sans-serif',
      fontSize: SIZE_PX,
      fontWeight: '500',
      fill: '#ffffff',
    } as const;
    const made = new Text({ text: words, style, resolution });
    this.#texts.set(key, made);
    this.view.addChild(made);
    return made;
  }
}
