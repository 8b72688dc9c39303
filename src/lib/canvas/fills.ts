/**
 * Light fills under outlines, as one mesh of triangles: only what is selected has one, so it is refilled with what is
 * drawn. Places are CSS pixels of the pane.
 */
import { Buffer, BufferUsage, earcut, Geometry, Mesh, Shader } from 'pixi.js';
import type { ScreenPoint } from '#lib/model/geometry.ts';
import { rgb } from './color.ts';

/** Floats of one corner: place 2, colour 4. */
const FLOATS = 6;
const BYTES = FLOATS * 4;

const vertex = `#version 300 es
in vec2 aPlace;
in vec4 aColor;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
out vec4 vColor;
void main() {
  gl_Position = vec4((uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(aPlace, 1.0)).xy, 0.0, 1.0);
  vColor = vec4(aColor.rgb * aColor.a, aColor.a);
}`;

const fragment = `#version 300 es
precision mediump float;
in vec4 vColor;
out vec4 finalColor;
void main() {
  finalColor = vColor;
}`;

export class Fills {
  readonly view: Mesh<Geometry, Shader>;
  readonly #geometry: Geometry;
  readonly #shader: Shader;
  readonly #corners: Buffer;
  readonly #indices: Buffer;
  #data: number[] = [];
  #triangles: number[] = [];

  constructor() {
    const usage = BufferUsage.VERTEX | BufferUsage.COPY_DST;
    this.#corners = new Buffer({ data: new Float32Array(FLOATS), usage });
    this.#indices = new Buffer({ data: new Uint32Array(3), usage: BufferUsage.INDEX | BufferUsage.COPY_DST });
    this.#geometry = new Geometry({
      attributes: {
        aPlace: { buffer: this.#corners, format: 'float32x2', stride: BYTES, offset: 0 },
        aColor: { buffer: this.#corners, format: 'float32x4', stride: BYTES, offset: 8 },
      },
      indexBuffer: this.#indices,
    });
    this.#shader = Shader.from({ gl: { vertex, fragment } });
    this.view = new Mesh({ geometry: this.#geometry, shader: this.#shader });
    this.view.visible = false;
  }

  /** Starts afresh. */
  clear(): void {
    this.#data = [];
    this.#triangles = [];
  }

  /** Fills what a closed line encloses. */
  fill(outline: readonly ScreenPoint[], color: string, alpha: number): void {
    const first = this.#data.length / FLOATS;
    const [red, green, blue] = rgb(color);
    for (const { x, y } of outline) this.#data.push(x, y, red, green, blue, alpha);
    for (const at of earcut(outline.flatMap(({ x, y }) => [x, y]))) this.#triangles.push(first + at);
  }

  /** Hands the triangles to the GPU. */
  flush(): void {
    this.view.visible = this.#triangles.length > 0;
    if (!this.view.visible) return;
    this.#corners.data = Float32Array.from(this.#data);
    this.#indices.data = Uint32Array.from(this.#triangles);
  }

  destroy(): void {
    this.view.destroy();
    this.#geometry.destroy(true);
    this.#shader.destroy(true);
  }
}
