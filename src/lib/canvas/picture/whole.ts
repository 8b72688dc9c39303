/** Pictures as the browser gives them: it turns their colours into red, green and blue on the way to the texture. */
import { ImageSource } from 'pixi.js';
import { Surface } from './surface.ts';

const fragment = `#version 300 es
precision highp float;
in vec2 vPlace;
uniform sampler2D uPicture;
out vec4 finalColor;
void main() {
  finalColor = vec4(texture(uPicture, vPlace).rgb, 1.0);
}`;

export class WholePicture {
  readonly surface: Surface;
  readonly #source: ImageSource;

  constructor(image: VideoFrame) {
    this.#source = new ImageSource({ resource: image, alphaMode: 'no-premultiply-alpha' });
    this.surface = new Surface(fragment, { uPicture: this.#source });
  }

  /** The picture must stay open until the next one comes. */
  take(image: VideoFrame): void {
    const { displayWidth, displayHeight } = image;
    this.#source.resource = image;
    this.#source.resize(displayWidth, displayHeight, 1);
    this.#source.update();
  }
}
