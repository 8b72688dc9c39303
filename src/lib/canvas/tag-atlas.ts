/**
 * The words of all captions in one texture, written once each in the font of the screen. A caption that ends in a
 * number is its words and single digits, so that a thousand numbered objects of one label take the room of one. Words
 * are written whole: the browser shapes every script as it should be.
 */
import { CanvasSource } from 'pixi.js';
import { assert } from '#lib/model/problem.ts';
import type { Invalidate } from './layer.ts';

/** Height of a line of words; captions stand on a ground that is higher. */
export const LINE_PX = 16;
const FONT = '500 12px system-ui, sans-serif';
/** Longer ones end in an ellipsis, in CSS pixels. */
const WIDEST_PX = 220;
const ATLAS = { width: 2048, height: 1024 };
/** Between words in the atlas, in its pixels: blending must not bring the neighbours in. */
const GAP = 2;
/** Drawings between two times that room is made. */
const PAUSE = 60;
/** Captions whose parts are kept in mind. */
const KNOWN = 20_000;

/** A part of a caption: where it lies in the atlas (shares of 65535) and how wide it is, in CSS pixels. */
export type Glyph = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
};
/** The parts of a caption from left to right; `width` in CSS pixels. */
export type Words = { readonly width: number; readonly glyphs: readonly Glyph[] };

export class TagAtlas {
  readonly source: CanvasSource;
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #resolution: () => number;
  readonly #invalidate: Invalidate;
  readonly #glyphs = new Map<string, Glyph>();
  readonly #words = new Map<string, Words>();
  #scale = 0;
  #generation = 0;
  #x = 0;
  #y = 0;
  #full = false;
  /** Drawings to come in which no room is made again. */
  #pause = 0;
  #unsent = false;

  /** @param resolution screen pixels per CSS pixel, asked for at each `begin` */
  constructor(resolution: () => number, invalidate: Invalidate) {
    this.#resolution = resolution;
    this.#invalidate = invalidate;
    this.#canvas.width = ATLAS.width;
    this.#canvas.height = ATLAS.height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    assert(context, 'This browser gives no canvas to write captions on.');
    this.#context = context;
    this.source = new CanvasSource({ resource: this.#canvas, scaleMode: 'linear' });
    this.begin();
  }

  /** Another number each time the words were thrown away: what was laid out before must be laid out again. */
  get generation(): number {
    return this.#generation;
  }

  /** Before the layers draw: makes room where there was none, and follows the density of the screen. */
  begin(): void {
    if (this.#pause > 0) this.#pause--;
    const makesRoom = this.#full && this.#pause === 0;
    if (!makesRoom && this.#scale === this.#resolution()) return;
    if (makesRoom) this.#pause = PAUSE;
    this.#scale = this.#resolution();
    this.#full = false;
    this.#glyphs.clear();
    this.#words.clear();
    [this.#x, this.#y] = [2 * GAP, 2 * GAP];
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, ATLAS.width, ATLAS.height);
    // A filled corner: the ground of captions is made of it.
    this.#context.fillStyle = '#ffffff';
    this.#context.fillRect(0, 0, GAP, GAP);
    this.#generation++;
    this.#unsent = true;
  }

  /** How a caption is put together. Where the atlas is full its words are missing, and come with the next drawing. */
  wordsOf(caption: string): Words {
    const known = this.#words.get(caption);
    if (known) return known;
    const [, name = '', digits = ''] = /^(.*?)(\d{0,6})$/su.exec(caption) ?? [];
    const parts = [...(name === '' ? [] : [name]), ...digits.split('')];
    const glyphs = parts.flatMap((part) => this.#glyphOf(part) ?? []);
    const words = { glyphs, width: glyphs.reduce((sum, { width }) => sum + width, 0) };
    if (glyphs.length < parts.length) return words;
    if (this.#words.size >= KNOWN) this.#words.clear();
    this.#words.set(caption, words);
    return words;
  }

  /** Hands what was written anew to the GPU. */
  flush(): void {
    if (!this.#unsent) return;
    this.#unsent = false;
    this.source.update();
  }

  destroy(): void {
    this.source.destroy();
  }

  #glyphOf(part: string): Glyph | undefined {
    const known = this.#glyphs.get(part);
    if (known) return known;
    const context = this.#context;
    const scale = this.#scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.font = FONT;
    const text = shortened(context, part);
    const { width } = context.measureText(text);
    const [across, down] = [Math.ceil(width * scale), Math.ceil(LINE_PX * scale)];
    if (this.#x + across + GAP > ATLAS.width) [this.#x, this.#y] = [GAP, this.#y + down + GAP];
    if (this.#y + down + GAP > ATLAS.height) {
      this.#missing();
      return undefined;
    }
    context.textBaseline = 'middle';
    context.fillStyle = '#ffffff';
    context.fillText(text, this.#x / scale, this.#y / scale + LINE_PX / 2);
    const share = (pixels: number, of: number) => Math.round((pixels / of) * 65_535);
    const made: Glyph = {
      left: share(this.#x, ATLAS.width),
      top: share(this.#y, ATLAS.height),
      right: share(this.#x + across, ATLAS.width),
      bottom: share(this.#y + down, ATLAS.height),
      width: across / scale,
    };
    this.#glyphs.set(part, made);
    this.#x += across + GAP;
    this.#unsent = true;
    return made;
  }

  #missing(): void {
    if (this.#full) return;
    this.#full = true;
    // More words at once than there is room for: throwing all away again would not help.
    if (this.#pause === 0) this.#invalidate();
  }
}

function shortened(context: CanvasRenderingContext2D, text: string): string {
  if (context.measureText(text).width <= WIDEST_PX) return text;
  const letters = Array.from(new Intl.Segmenter().segment(text.slice(0, 500)), ({ segment }) => segment);
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const fits = context.measureText(`${letters.slice(0, middle).join('')}…`).width <= WIDEST_PX;
    if (fits) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join('')}…`;
}
