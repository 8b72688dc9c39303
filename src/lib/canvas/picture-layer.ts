/** The picture itself: its textures live as long as the stage and are filled with each picture the player gives. */
import { Container } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import type { Picture } from '#lib/media/player.ts';
import type { Layer } from './layer.ts';
import { hasPlanes, PicturePlanes } from './picture/planes.ts';
import type { Surface } from './picture/surface.ts';
import { WholePicture } from './picture/whole.ts';

/** From this zoom on, one sees the pixels as they are. */
const NEAREST_FROM = 4;

export class PictureLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  #planes: PicturePlanes | null = null;
  #whole: WholePicture | null = null;
  #shown: Surface | null = null;
  /** Counts pictures: a copy that is overtaken is not shown. */
  #count = 0;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /**
   * Takes the pixels at once, as the player closes the image when the next one comes. Calls `ready` when they can be
   * drawn: now, or before anything else runs that is not of the browser's own.
   */
  show({ image }: Picture, ready: () => void): void {
    const count = ++this.#count;
    if (!hasPlanes(image)) {
      if (this.#whole) this.#whole.take(image);
      else this.#whole = this.#add(new WholePicture(image));
      this.#reveal(this.#whole.surface);
      ready();
      return;
    }
    this.#planes ??= this.#add(new PicturePlanes());
    const { surface } = this.#planes;
    void this.#planes.take(image).then(() => {
      if (count !== this.#count) return;
      this.#reveal(surface);
      ready();
    });
  }

  draw(): void {
    if (!this.#shown) return;
    const { viewport, options } = this.#editor;
    const { scale, x, y } = viewport.state.value;
    const { width = 1, height = 1 } = options.video.picture ?? {};
    this.#shown.mesh.position.set(x, y);
    this.#shown.mesh.scale.set(width * viewport.scaleX, height * scale);
    this.#shown.scaleMode = scale >= NEAREST_FROM ? 'nearest' : 'linear';
  }

  destroy(): void {
    this.#count = -1;
    this.#planes?.surface.destroy();
    this.#whole?.surface.destroy();
    this.view.destroy();
  }

  #add<Made extends { readonly surface: Surface }>(made: Made): Made {
    made.surface.mesh.visible = false;
    this.view.addChild(made.surface.mesh);
    return made;
  }

  #reveal(surface: Surface): void {
    if (this.#shown) this.#shown.mesh.visible = false;
    this.#shown = surface;
    surface.mesh.visible = true;
  }
}
