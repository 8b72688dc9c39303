/**
 * The picture and all that is drawn on it. It owns no state: it reads the editor and paints, on demand. A new picture
 * is painted in the very callback that brings it, together with the marks of its frame, so that what is seen over a
 * picture always belongs to it. `host` carries `data-frame`, the frame of the last render.
 */
import 'pixi.js/unsafe-eval';
import { Container, WebGLRenderer } from 'pixi.js';
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { Editor } from '#lib/editor/editor.ts';
import type { Picture } from '#lib/media/player.ts';
import { Refusal } from '#lib/model/problem.ts';
import { ComparedLayer } from './compared-layer.ts';
import { DraftsLayer } from './drafts-layer.ts';
import { followInput } from './input.ts';
import type { Layer } from './layer.ts';
import { LensLayer } from './lens-layer.ts';
import { PeopleLayer } from './people-layer.ts';
import { PictureLayer } from './picture-layer.ts';
import { PinsLayer } from './pins-layer.ts';
import { SketchLayer } from './sketch-layer.ts';
import { ShapesLayer } from './shapes-layer.ts';
import { TagAtlas } from './tag-atlas.ts';

/** Around the picture: neutral, so that it tints nothing. */
const GROUND = '#141719';

export type StageOptions = { readonly host: HTMLElement; readonly editor: Editor };

/** Puts a stage into `host`, filling it. Refuses with `no-webgl` where the browser cannot draw. */
export async function createStage({ host, editor }: StageOptions): Promise<Stage> {
  const renderer = new WebGLRenderer();
  try {
    await renderer.init({
      antialias: false,
      autoDensity: true,
      resolution: devicePixelRatio,
      background: GROUND,
      // Pixi's own events and accessibility are not wanted: input.ts and the list of objects are ours.
      skipExtensionImports: true,
      powerPreference: 'high-performance',
    });
  } catch (error) {
    throw new Refusal('no-webgl', { reason: error instanceof Error ? error.message : String(error) });
  }
  return new Stage(host, editor, renderer);
}

export class Stage {
  readonly #host: HTMLElement;
  readonly #editor: Editor;
  readonly #renderer: WebGLRenderer;
  readonly #root = new Container();
  readonly #picture: PictureLayer;
  readonly #atlas: TagAtlas;
  readonly #layers: readonly Layer[];
  readonly #observer: ResizeObserver;
  readonly #leave = new AbortController();
  readonly #lost = new Cell(false);
  readonly #stops: (() => void)[];
  #request = 0;
  #frame: Picture['frame'];

  constructor(host: HTMLElement, editor: Editor, renderer: WebGLRenderer) {
    this.#host = host;
    this.#editor = editor;
    this.#renderer = renderer;
    this.#frame = editor.playhead.shown.value;
    const invalidate = () => this.#invalidate();
    this.#atlas = new TagAtlas(() => this.#renderer.resolution, invalidate);
    this.#picture = new PictureLayer(editor, invalidate);
    this.#layers = [
      this.#picture,
      new ShapesLayer(editor, invalidate, this.#atlas),
      new ComparedLayer(editor, invalidate, this.#atlas),
      new DraftsLayer(editor, invalidate, this.#atlas),
      new PeopleLayer(editor, invalidate, this.#atlas),
      new SketchLayer(editor, invalidate),
      new PinsLayer(editor, invalidate, this.#atlas),
      new LensLayer(editor, invalidate, this.#picture),
    ];
    this.#root.addChild(...this.#layers.map(({ view }) => view));
    const { canvas } = renderer;
    // What is drawn has its accessible twin in the list of objects.
    canvas.setAttribute('aria-hidden', 'true');
    canvas.style.display = 'block';
    host.append(canvas);
    const { signal } = this.#leave;
    canvas.addEventListener('webglcontextlost', () => this.#lost.set(true), { signal });
    canvas.addEventListener('webglcontextrestored', () => this.#restored(), { signal });
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(host);
    this.#followDensity(signal);
    this.#resize();
    this.#stops = [
      followInput(host, editor),
      editor.options.player.onPicture((picture) => this.#show(picture)),
      editor.viewport.state.subscribe(invalidate),
    ];
  }

  /** The graphics processor was taken away; the picture comes back with it. */
  get lost(): Readable<boolean> {
    return this.#lost;
  }

  destroy(): void {
    cancelAnimationFrame(this.#request);
    this.#leave.abort();
    this.#observer.disconnect();
    for (const stop of this.#stops) stop();
    for (const layer of this.#layers) layer.destroy();
    this.#atlas.destroy();
    this.#root.destroy();
    this.#renderer.destroy({ removeView: true });
  }

  /** Painted at once: waiting for the next animation frame would show the marks of one frame on another's picture. */
  #show(picture: Picture): void {
    this.#picture.show(picture, () => {
      this.#frame = picture.frame;
      this.#render();
    });
  }

  #restored(): void {
    this.#lost.set(false);
    this.#invalidate();
  }

  #invalidate(): void {
    this.#request ||= requestAnimationFrame(() => this.#render());
  }

  #render(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    if (this.#renderer.context.isLost) return;
    this.#atlas.begin();
    for (const layer of this.#layers) layer.draw(this.#frame);
    this.#renderer.render(this.#root);
    this.#host.dataset['frame'] = String(this.#frame);
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width === 0 || height === 0) return;
    this.#renderer.resize(width, height, devicePixelRatio);
    this.#editor.viewport.setPane(width, height, devicePixelRatio);
    // Resizing clears the canvas: left for the next animation frame it would flash.
    this.#render();
  }

  /** The window may move to a screen of another density, or the page be zoomed. */
  #followDensity(signal: AbortSignal): void {
    if (signal.aborted) return;
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      this.#resize();
      this.#followDensity(signal);
    };
    query.addEventListener('change', changed, { signal, once: true });
  }
}
