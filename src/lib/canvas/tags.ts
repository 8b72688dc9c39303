/** Short captions on the picture, each on its ground: all of a layer in one draw call. Places are CSS pixels of the pane. */
import { Buffer, BufferUsage, Geometry, Mesh, Shader } from 'pixi.js';
import { rgb, type Rgb } from './color.ts';
import { LINE_PX, type TagAtlas, type Words } from './tag-atlas.ts';

/** Height of the ground a caption stands on, and the room left and right of it. */
export const TAG_HEIGHT_PX = 18;
const ROOM_PX = 5;
const GROUND_ALPHA = 0.88;

/** One part: place 2 floats, size 2 × 16 bits, place in the atlas 4 × 16 bits, colour 4 bytes. */
const WORDS = 6;
const BYTES = WORDS * 4;

const vertex = `#version 300 es
in vec2 aCorner;
in vec2 aPlace;
in vec2 aSize;
in vec4 aPart;
in vec4 aColor;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
out vec2 vPart;
out vec4 vColor;
void main() {
  vec2 place = aPlace + aCorner * aSize / 32.0;
  gl_Position = vec4((uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  vPart = mix(aPart.xy, aPart.zw, aCorner);
  vColor = aColor;
}`;

const fragment = `#version 300 es
precision mediump float;
in highp vec2 vPart;
in vec4 vColor;
uniform sampler2D uAtlas;
out vec4 finalColor;
void main() {
  float alpha = texture(uAtlas, vPart).a * vColor.a;
  finalColor = vec4(vColor.rgb * alpha, alpha);
}`;

export class Tags {
  readonly view: Mesh<Geometry, Shader>;
  readonly #atlas: TagAtlas;
  readonly #geometry: Geometry;
  readonly #shader: Shader;
  readonly #buffer: Buffer;
  #floats = new Float32Array(WORDS * 64);
  #words = new Uint32Array(this.#floats.buffer);
  #count = 0;
  #generation = 0;

  constructor(atlas: TagAtlas) {
    this.#atlas = atlas;
    this.#buffer = new Buffer({ data: this.#floats, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const part = (format: 'float32x2' | 'uint16x2' | 'unorm16x4' | 'unorm8x4', offset: number) => ({
      buffer: this.#buffer,
      format,
      stride: BYTES,
      offset,
      instance: true,
    });
    this.#geometry = new Geometry({
      attributes: {
        aCorner: { buffer: new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), format: 'float32x2' },
        aPlace: part('float32x2', 0),
        aSize: part('uint16x2', 8),
        aPart: part('unorm16x4', 12),
        aColor: part('unorm8x4', 20),
      },
      indexBuffer: [0, 1, 2, 0, 2, 3],
      instanceCount: 0,
    });
    const resources = { uAtlas: atlas.source, uAtlasSampler: atlas.source.style };
    this.#shader = Shader.from({ gl: { vertex, fragment }, resources });
    this.view = new Mesh({ geometry: this.#geometry, shader: this.#shader });
    this.view.visible = false;
  }

  /** What was put lies no longer in the atlas: it has to be put again. */
  get isStale(): boolean {
    return this.#count > 0 && this.#generation !== this.#atlas.generation;
  }

  /** Starts afresh. */
  clear(): void {
    this.#count = 0;
    this.#generation = this.#atlas.generation;
  }

  /** How wide a caption is with its ground, in CSS pixels. */
  widthOf({ width }: Words): number {
    return Math.ceil(width) + 2 * ROOM_PX;
  }

  /** Puts a caption with its top-left corner on a place. */
  put(caption: string, x: number, y: number, groundColor: string, color: string): void {
    this.putWords(this.#atlas.wordsOf(caption), x, y, groundColor, color);
  }

  putWords(words: Words, x: number, y: number, groundColor: string, color: string): void {
    // Whole pixels: a text between two is blurred.
    const [left, top] = [Math.round(x), Math.round(y)];
    this.#part(left, top, this.widthOf(words), TAG_HEIGHT_PX, 0, 0, packed(rgb(groundColor), GROUND_ALPHA));
    const tone = packed(rgb(color), 1);
    let at = left + ROOM_PX;
    for (const { left: l, top: t, right, bottom, width: w } of words.glyphs) {
      this.#part(
        at,
        top + (TAG_HEIGHT_PX - LINE_PX) / 2,
        w,
        LINE_PX,
        l | (t << 16),
        right | (bottom << 16),
        tone,
      );
      at += w;
    }
  }

  finish(): void {
    this.#atlas.flush();
    this.view.visible = this.#count > 0;
    this.#geometry.instanceCount = this.#count;
    if (this.#count === 0) return;
    if (this.#buffer.data === this.#floats) this.#buffer.update(this.#count * BYTES);
    else this.#buffer.data = this.#floats;
  }

  destroy(): void {
    this.view.destroy();
    this.#geometry.destroy(true);
    this.#shader.destroy(true);
  }

  #part(x: number, y: number, w: number, h: number, from: number, to: number, color: number): void {
    const at = this.#count * WORDS;
    if (at + WORDS > this.#floats.length) this.#grow();
    this.#floats[at] = x;
    this.#floats[at + 1] = y;
    this.#words[at + 2] = Math.round(w * 32) | (Math.round(h * 32) << 16);
    this.#words[at + 3] = from;
    this.#words[at + 4] = to;
    this.#words[at + 5] = color;
    this.#count++;
  }

  #grow(): void {
    const next = new Float32Array(this.#floats.length * 2);
    next.set(this.#floats);
    this.#floats = next;
    this.#words = new Uint32Array(next.buffer);
  }
}

function packed(parts: Rgb, alpha: number): number {
  const byte = (part: number) => Math.round(part * 255);
  return (byte(parts[0]) | (byte(parts[1]) << 8) | (byte(parts[2]) << 16) | (byte(alpha) << 24)) >>> 0;
}
