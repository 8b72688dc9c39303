/** How the picture lies in its pane: between image space (stored pixels) and screen space (CSS pixels of the pane). */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { ImagePoint, Rect, ScreenPoint, Size } from '#lib/model/geometry.ts';

/** CSS pixels per image pixel vertically, and where the picture's top-left corner lies in the pane. */
export type ViewportState = { readonly scale: number; readonly x: number; readonly y: number };

const SMALLEST = 0.02;
const LARGEST = 64;
/** So near by hand, in screen pixels a picture's pixel takes, and one sees the pixels as they are. */
const PIXELS_FROM = 2;
/** A pixel of the picture takes so many of the screen where single ones are looked at. */
const PIXEL_WIDE = 16;
/** What is zoomed to fills so much of the pane. */
const FILLED = 0.8;
/** This much of the picture stays in the pane however it is panned, in CSS pixels. */
const KEPT = 40;

export class Viewport {
  readonly #picture: Size;
  readonly #aspect: number;
  readonly #state = new Cell<ViewportState>({ scale: 1, x: 0, y: 0 });
  readonly #mode = new Cell<'fit' | 'free'>('fit');
  #pane: Size = { width: 0, height: 0 };
  #density = 1;

  /** @param pixelAspect width of a stored pixel over its height, as it is to be shown */
  constructor(picture: Size, pixelAspect: number) {
    this.#picture = picture;
    this.#aspect = pixelAspect > 0 ? pixelAspect : 1;
  }

  get state(): Readable<ViewportState> {
    return this.#state;
  }

  /** `fit` follows the pane's size; `free` stays where it was put. */
  get mode(): Readable<'fit' | 'free'> {
    return this.#mode;
  }

  get pane(): Size {
    return this.#pane;
  }

  /** Width of a pixel over its height, as it is shown. */
  get aspect(): number {
    return this.#aspect;
  }

  /** CSS pixels per image pixel horizontally. */
  get scaleX(): number {
    return this.#state.value.scale * this.#aspect;
  }

  /** Screen pixels per image pixel vertically: 1 is what people call 100 %. */
  get zoomed(): number {
    return this.#state.value.scale * this.#density;
  }

  /** Whether pixels are told apart. A picture that fits its pane is blended however small it is: it is looked at. */
  get showsPixels(): boolean {
    return this.#mode.value === 'free' && this.zoomed >= PIXELS_FROM;
  }

  /**
   * Size of the pane in CSS pixels. The middle of what is seen stays in the middle.
   *
   * @param density screen pixels per CSS pixel
   */
  setPane(width: number, height: number, density = 1): void {
    this.#density = density;
    const before = this.#pane;
    if (before.width === width && before.height === height) return;
    this.#pane = { width, height };
    if (this.#mode.value === 'fit') this.fit();
    else this.pan((width - before.width) / 2, (height - before.height) / 2);
  }

  /** The whole picture, in the middle. */
  fit(): void {
    this.#mode.set('fit');
    const scale = this.#fitScale();
    this.#state.set({
      scale,
      x: (this.#pane.width - this.#picture.width * this.#aspect * scale) / 2,
      y: (this.#pane.height - this.#picture.height * scale) / 2,
    });
  }

  /** One screen pixel per image pixel, about the middle of the pane. */
  actualSize(): void {
    this.zoomTo(1);
  }

  /** So many screen pixels per image pixel, about a place of the pane; its middle where none is given. */
  zoomTo(zoomed: number, at: ScreenPoint = this.#middle()): void {
    this.#scaleTo(at, zoomed / this.#density);
  }

  /** So near that single pixels can be looked at. */
  zoomToPixels(at?: ScreenPoint): void {
    this.zoomTo(PIXEL_WIDE, at);
  }

  /** Brings a part of the picture, in image pixels, to the middle, as near as the pane allows and pixels make sense. */
  show({ x, y, w, h }: Rect): void {
    const { width, height } = this.#pane;
    const across = (width * FILLED) / (Math.max(1, w) * this.#aspect);
    const down = (height * FILLED) / Math.max(1, h);
    const scale = Math.min(PIXEL_WIDE / this.#density, LARGEST, across, down);
    const middle = { x: (x + w / 2) * scale * this.#aspect, y: (y + h / 2) * scale };
    this.#put({ scale, x: width / 2 - middle.x, y: height / 2 - middle.y });
  }

  /** `factor` > 1 brings nearer; what lies under `at` stays there. */
  zoomAt(at: ScreenPoint, factor: number): void {
    this.#scaleTo(at, this.#state.value.scale * factor);
  }

  /** Zooms about the middle of the pane. */
  zoom(factor: number): void {
    this.zoomAt(this.#middle(), factor);
  }

  /** Moves the picture, in CSS pixels. */
  pan(dx: number, dy: number): void {
    const { scale, x, y } = this.#state.value;
    this.#put({ scale, x: x + dx, y: y + dy });
  }

  toScreen(point: ImagePoint): ScreenPoint {
    const { scale, x, y } = this.#state.value;
    return { x: x + point.x * scale * this.#aspect, y: y + point.y * scale };
  }

  toImage(point: ScreenPoint): ImagePoint {
    const { scale, x, y } = this.#state.value;
    return { x: (point.x - x) / (scale * this.#aspect), y: (point.y - y) / scale };
  }

  /** The part of the picture that is in the pane, in image pixels; the whole picture while the pane has no size. */
  seen(): Rect {
    const { width, height } = this.#picture;
    const a = this.toImage({ x: 0, y: 0 });
    const b = this.toImage({ x: this.#pane.width, y: this.#pane.height });
    const [left, top] = [Math.max(0, a.x), Math.max(0, a.y)];
    const [right, bottom] = [Math.min(width, b.x), Math.min(height, b.y)];
    if (right <= left || bottom <= top) return { x: 0, y: 0, w: width, h: height };
    return { x: left, y: top, w: right - left, h: bottom - top };
  }

  #scaleTo(at: ScreenPoint, wanted: number): void {
    const { scale, x, y } = this.#state.value;
    const next = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    const ratio = next / scale;
    this.#put({ scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio });
  }

  #put(state: ViewportState): void {
    this.#mode.set('free');
    const width = this.#picture.width * this.#aspect * state.scale;
    const height = this.#picture.height * state.scale;
    this.#state.set({
      scale: state.scale,
      x: Math.min(this.#pane.width - KEPT, Math.max(KEPT - width, state.x)),
      y: Math.min(this.#pane.height - KEPT, Math.max(KEPT - height, state.y)),
    });
  }

  #fitScale(): number {
    const { width, height } = this.#pane;
    const across = width / (this.#picture.width * this.#aspect);
    const down = height / this.#picture.height;
    return Math.min(LARGEST, Math.max(SMALLEST, Math.min(across, down)));
  }

  #middle(): ScreenPoint {
    return { x: this.#pane.width / 2, y: this.#pane.height / 2 };
  }
}
