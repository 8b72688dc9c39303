/** Pictures as the browser gives them: it turns their colours into red, green and blue on the way to the texture. */
import { ImageSource } from 'pixi.js';
import type { Adjustment } from './adjustment.ts';
import { Surface } from './surface.ts';

const main = `
uniform sampler2D uPicture;
void main() {
  finalColor = vec4(adjusted(texture(uPicture, placed(vPlace)).rgb), 1.0);
}`;

export class WholePicture {
  readonly surface: Surface;
  readonly #source: ImageSource;

  constructor(image: VideoFrame, adjustment: Adjustment) {
    this.#source = new ImageSource({ resource: image, alphaMode: 'no-premultiply-alpha' });
    this.surface = new Surface(main, { uPicture: this.#source }, adjustment);
  }

  /** The picture must stay open until the next one comes. */
  take(image: VideoFrame): void {
    const { displayWidth, displayHeight } = image;
    this.#source.resource = image;
    this.#source.resize(displayWidth, displayHeight, 1);
    this.#source.update();
  }
}
