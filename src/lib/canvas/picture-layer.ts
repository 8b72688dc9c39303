/** The picture itself: its textures live as long as the stage and are filled with each picture the player gives. */
import { Container } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import type { Picture } from '#lib/media/player.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Adjustment } from './picture/adjustment.ts';
import { hasPlanes, PicturePlanes } from './picture/planes.ts';
import type { Pane, Surface } from './picture/surface.ts';
import { WholePicture } from './picture/whole.ts';

export class PictureLayer implements Layer {
  readonly view = new Container();
  /** The picture once more: the lens's, which puts it in its place and destroys it. */
  readonly magnified = new Container();
  readonly #editor: Editor;
  readonly #adjustment = new Adjustment();
  readonly #stop: () => void;
  #planes: PicturePlanes | null = null;
  #whole: WholePicture | null = null;
  #shown: Surface | null = null;
  /** Counts pictures: a copy that is overtaken is not shown. */
  #count = 0;

  constructor(editor: Editor, invalidate: Invalidate) {
    this.#editor = editor;
    this.#stop = editor.display.state.subscribe((state) => {
      this.#adjustment.set(state);
      invalidate();
    });
  }

  /**
   * Takes the pixels at once, as the player closes the image when the next one comes. Calls `ready` when they can be
   * drawn: now, or before anything else runs that is not of the browser's own.
   */
  show({ image }: Picture, ready: () => void): void {
    const count = ++this.#count;
    if (!hasPlanes(image)) {
      if (this.#whole) this.#whole.take(image);
      else this.#whole = this.#add(new WholePicture(image, this.#adjustment));
      this.#reveal(this.#whole.surface);
      ready();
      return;
    }
    this.#planes ??= this.#add(new PicturePlanes(this.#adjustment));
    const { surface } = this.#planes;
    void this.#planes.take(image).then(() => {
      if (count !== this.#count) return;
      this.#reveal(surface);
      ready();
    });
  }

  draw(): void {
    const { viewport } = this.#editor;
    const { scale, x, y } = viewport.state.value;
    if (this.#shown) this.#place(this.#shown.pane, { scale, x, y }, viewport.showsPixels);
  }

  /** Puts the magnified picture where a viewport of its own would; from there its pixels are told apart. */
  magnify(place: { readonly scale: number; readonly x: number; readonly y: number }): void {
    if (this.#shown) this.#place(this.#shown.lens, place, true);
  }

  destroy(): void {
    this.#count = -1;
    this.#stop();
    this.#planes?.surface.destroy();
    this.#whole?.surface.destroy();
    this.view.destroy();
  }

  #place(
    pane: Pane,
    { scale, x, y }: { readonly scale: number; readonly x: number; readonly y: number },
    pixels: boolean,
  ): void {
    const { viewport, options } = this.#editor;
    const { width = 1, height = 1 } = options.video.picture ?? {};
    pane.mesh.position.set(x, y);
    pane.mesh.scale.set(width * scale * viewport.aspect, height * scale);
    pane.pixels = pixels ? { width, height } : null;
  }

  #add<Made extends { readonly surface: Surface }>(made: Made): Made {
    made.surface.visible = false;
    this.view.addChild(made.surface.pane.mesh);
    this.magnified.addChild(made.surface.lens.mesh);
    return made;
  }

  #reveal(surface: Surface): void {
    if (this.#shown) this.#shown.visible = false;
    this.#shown = surface;
    surface.visible = true;
  }
}
