/**
 * The picture itself: one texture for the life of the stage, filled with each picture the player gives. A plain mesh,
 * as Pixi's sprite shader costs twice as much where there is no GPU.
 */
import { Container, Geometry, ImageSource, Mesh, Shader } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import type { Picture } from '#lib/media/player.ts';
import type { Layer } from './layer.ts';

/** From this zoom on, one sees the pixels as they are. */
const NEAREST_FROM = 4;

const vertex = `#version 300 es
in vec2 aPlace;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
out vec2 vPlace;
void main() {
  gl_Position = vec4((uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(aPlace, 1.0)).xy, 0.0, 1.0);
  vPlace = aPlace;
}`;

const fragment = `#version 300 es
precision highp float;
in vec2 vPlace;
uniform sampler2D uPicture;
out vec4 finalColor;
void main() {
  finalColor = vec4(texture(uPicture, vPlace).rgb, 1.0);
}`;

export class PictureLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  #made: { readonly source: ImageSource; readonly mesh: Mesh<Geometry, Shader> } | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Takes the pixels at once: the player closes the image when the next one comes. */
  show({ image }: Picture): void {
    if (!this.#made) this.#made = this.#make(image);
    this.#made.source.resource = image;
    this.#made.source.update();
  }

  draw(): void {
    if (!this.#made) return;
    const { source, mesh } = this.#made;
    const { viewport, options } = this.#editor;
    const { scale, x, y } = viewport.state.value;
    const { width = 1, height = 1 } = options.video.picture ?? {};
    mesh.position.set(x, y);
    mesh.scale.set(width * viewport.scaleX, height * scale);
    const wanted = scale >= NEAREST_FROM ? 'nearest' : 'linear';
    if (source.scaleMode !== wanted) source.scaleMode = wanted;
  }

  destroy(): void {
    if (this.#made) {
      const { source, mesh } = this.#made;
      const { geometry, shader } = mesh;
      mesh.destroy();
      geometry.destroy(true);
      shader?.destroy();
      source.destroy();
    }
    this.view.destroy();
  }

  #make(image: VideoFrame): { source: ImageSource; mesh: Mesh<Geometry, Shader> } {
    const source = new ImageSource({ resource: image, alphaMode: 'no-premultiply-alpha' });
    const geometry = new Geometry({
      attributes: { aPlace: { buffer: new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), format: 'float32x2' } },
      indexBuffer: [0, 1, 2, 0, 2, 3],
    });
    const shader = Shader.from({
      gl: { vertex, fragment },
      resources: { uPicture: source, uSampler: source.style },
    });
    const mesh = new Mesh({ geometry, shader });
    this.view.addChild(mesh);
    return { source, mesh };
  }
}
