/**
 * Many straight strokes as one mesh: each is an instance of one quad that the vertex shader lays along it. Ten
 * thousand cost one draw call; refilling them allocates nothing once the buffer has its size. All places are CSS
 * pixels of the pane, so that widths and dashes keep their size whatever the zoom.
 */
import { Buffer, BufferUsage, Geometry, Mesh, Shader } from 'pixi.js';
import { rgb, type Rgb } from './color.ts';

/** Floats of one stroke: ends 4, width, reach beyond the ends, dash length, where the dashes are at its start, colour 4. */
const FLOATS = 12;
const BYTES = FLOATS * 4;

const vertex = `#version 300 es
in vec2 aCorner;
in vec4 aEnds;
in vec4 aStroke;
in vec4 aColor;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
out vec4 vColor;
out vec2 vDash;
void main() {
  vec2 way = aEnds.zw - aEnds.xy;
  float far = length(way);
  vec2 along = far > 0.0 ? way / far : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  float at = mix(-aStroke.y, far + aStroke.y, aCorner.x);
  vec2 place = aEnds.xy + along * at + across * aCorner.y * aStroke.x;
  gl_Position = vec4((uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  vColor = vec4(aColor.rgb * aColor.a, aColor.a);
  vDash = vec2(at + aStroke.w, aStroke.z);
}`;

const fragment = `#version 300 es
precision mediump float;
in vec4 vColor;
in vec2 vDash;
out vec4 finalColor;
void main() {
  if (vDash.y > 0.0 && mod(vDash.x, vDash.y * 1.7) > vDash.y) discard;
  finalColor = vColor;
}`;

export class Strokes {
  readonly view: Mesh<Geometry, Shader>;
  readonly #geometry: Geometry;
  readonly #shader: Shader;
  readonly #buffer: Buffer;
  #data = new Float32Array(FLOATS * 256);
  #count = 0;
  /** Of the stroke before: the lines of one outline have the same. */
  #color = '';
  #rgb: Rgb = [0, 0, 0];

  constructor() {
    this.#buffer = new Buffer({ data: this.#data, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const part = (format: 'float32x4', offset: number) => ({
      buffer: this.#buffer,
      format,
      stride: BYTES,
      offset,
      instance: true,
    });
    this.#geometry = new Geometry({
      attributes: {
        aCorner: { buffer: new Float32Array([0, -0.5, 1, -0.5, 1, 0.5, 0, 0.5]), format: 'float32x2' },
        aEnds: part('float32x4', 0),
        aStroke: part('float32x4', 16),
        aColor: part('float32x4', 32),
      },
      indexBuffer: [0, 1, 2, 0, 2, 3],
      instanceCount: 0,
    });
    this.#shader = Shader.from({ gl: { vertex, fragment } });
    this.view = new Mesh({ geometry: this.#geometry, shader: this.#shader });
    this.view.visible = false;
  }

  /** Starts afresh. */
  clear(): void {
    this.#count = 0;
  }

  /**
   * @param dash length of a dash in pixels, 0 for a solid stroke
   * @param reach how far the stroke goes beyond its ends, in pixels: half its width makes corners whole
   * @param before length of the line that this stroke goes on, in pixels, so that dashes run through
   */
  line(
    ax: number,
    ay: number,
    bx: number,
    by: number,
    width: number,
    color: string,
    alpha = 1,
    dash = 0,
    reach = width / 2,
    before = 0,
  ): void {
    const at = this.#count * FLOATS;
    if (at + FLOATS > this.#data.length) this.#grow();
    const data = this.#data;
    if (color !== this.#color) {
      this.#color = color;
      this.#rgb = rgb(color);
    }
    const parts = this.#rgb;
    data[at] = ax;
    data[at + 1] = ay;
    data[at + 2] = bx;
    data[at + 3] = by;
    data[at + 4] = width;
    data[at + 5] = reach;
    data[at + 6] = dash;
    data[at + 7] = before;
    data[at + 8] = parts[0];
    data[at + 9] = parts[1];
    data[at + 10] = parts[2];
    data[at + 11] = alpha;
    this.#count++;
  }

  /** A filled upright rectangle from its top-left corner. */
  fill(x: number, y: number, w: number, h: number, color: string, alpha = 1): void {
    this.line(x, y + h / 2, x + w, y + h / 2, h, color, alpha, 0, 0);
  }

  /** A filled square about a point. */
  square(x: number, y: number, size: number, color: string, alpha = 1): void {
    this.fill(x - size / 2, y - size / 2, size, size, color, alpha);
  }

  /** Hands the strokes to the GPU. */
  flush(): void {
    this.view.visible = this.#count > 0;
    this.#geometry.instanceCount = this.#count;
    if (this.#count === 0) return;
    if (this.#buffer.data === this.#data) this.#buffer.update(this.#count * BYTES);
    else this.#buffer.data = this.#data;
  }

  destroy(): void {
    this.view.destroy();
    this.#geometry.destroy(true);
    this.#shader.destroy(true);
  }

  #grow(): void {
    const next = new Float32Array(this.#data.length * 2);
    next.set(this.#data);
    this.#data = next;
  }
}
