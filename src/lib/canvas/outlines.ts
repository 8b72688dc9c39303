/**
 * Outlines of many objects as instances of one quad, in image space: each point is one record, and the line from it to
 * the next reads the records around it. What did not move is not written again, and panning and zooming write nothing:
 * how the picture lies in its pane is a uniform. Widths, dashes and dots are CSS pixels whatever the zoom.
 */
import { Buffer, BufferUsage, Container, Geometry, Mesh, Shader, UniformGroup } from 'pixi.js';
import type { Viewport } from '#lib/editor/viewport.ts';
import { assert } from '#lib/model/problem.ts';
import { rgb } from './color.ts';
import { EDGE, fragment, vertex } from './outline-shader.ts';
import type { Look } from './paint/look.ts';
import type { Motion } from './paint/motion.ts';

/** One record: place 2 floats, colour 4 bytes, stroke 4 bytes, shift 4 bytes, way along the line 1 float. */
const WORDS = 6;
const BYTES = WORDS * 4;
/** A line reads the point before it, its own two, and the point after it. */
const REACH = 3;
const NO_SHIFT = 0x8080;

export class Outlines {
  readonly view = new Container();
  readonly #geometry: Geometry;
  readonly #shaders: readonly Shader[];
  readonly #uniforms: readonly UniformGroup[];
  readonly #buffer: Buffer;
  #floats = new Float32Array(WORDS * 256);
  #words = new Uint32Array(this.#floats.buffer);
  /** Records so far, and how many of the first the GPU does not know yet. */
  #count = 0;
  #unsent = 0;
  #drawing = 0;
  #aspect = 1;
  #start = 0;
  #closed = false;
  #color = 0;
  #stroke = 0;
  #outset = 0;
  #dashed = false;
  #along = 0;
  /** Bounds of what was written since `bound`, in image pixels. */
  readonly bounds = { left: 0, top: 0, right: 0, bottom: 0 };

  constructor() {
    this.#buffer = new Buffer({ data: this.#floats, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const part = (format: 'float32' | 'float32x2' | 'uint8x4' | 'unorm8x4', record: number, at: number) => ({
      buffer: this.#buffer,
      format,
      stride: BYTES,
      offset: record * BYTES + at,
      instance: true,
    });
    this.#geometry = new Geometry({
      attributes: {
        aCorner: { buffer: new Float32Array([0, -0.5, 1, -0.5, 1, 0.5, 0, 0.5]), format: 'float32x2' },
        aBefore: part('float32x2', 0, 0),
        aFrom: part('float32x2', 1, 0),
        aTo: part('float32x2', 2, 0),
        aAfter: part('float32x2', 3, 0),
        aColor: part('unorm8x4', 1, 8),
        aStroke: part('uint8x4', 1, 12),
        aFromShift: part('uint8x4', 1, 16),
        aToShift: part('uint8x4', 2, 16),
        aAlong: part('float32', 1, 20),
      },
      indexBuffer: [0, 1, 2, 0, 2, 3],
      instanceCount: 0,
    });
    // Twice the same records: all halos, and above them all lines.
    this.#uniforms = [1, 0].map(
      (halo) =>
        new UniformGroup({
          uView: { value: new Float32Array([0, 0, 1, 1]), type: 'vec4<f32>' },
          uHalo: { value: halo, type: 'f32' },
        }),
    );
    this.#shaders = this.#uniforms.map((look) =>
      Shader.from({ gl: { vertex, fragment }, resources: { look } }),
    );
    for (const shader of this.#shaders) this.view.addChild(new Mesh({ geometry: this.#geometry, shader }));
    this.view.visible = false;
  }

  /** Starts afresh, as the picture lies in this viewport. */
  clear(viewport: Viewport): void {
    this.#count = 0;
    this.#drawing++;
    this.#aspect = viewport.aspect;
    const { scale, x, y } = viewport.state.value;
    for (const group of this.#uniforms) {
      const { uView } = group.uniforms as { uView: Float32Array };
      uView[0] = x;
      uView[1] = y;
      uView[2] = scale * this.#aspect;
      uView[3] = scale;
      group.update();
    }
  }

  /** Number of the present drawing. */
  get drawing(): number {
    return this.#drawing;
  }

  /** Records so far: where the next one will lie. */
  get count(): number {
    return this.#count;
  }

  /** Leaves so many records as they lie from here on: the caller had them there in the drawing before this one. */
  keep(records: number): void {
    this.#count += records;
  }

  /** Begins to measure bounds. */
  bound(): void {
    this.bounds.left = this.bounds.top = Infinity;
    this.bounds.right = this.bounds.bottom = -Infinity;
  }

  /** Begins a line; `to` for each point, then `end`. */
  begin(look: Look, closed: boolean): void {
    this.#closed = closed;
    this.#outset = look.outset;
    this.#dashed = look.dash > 0;
    this.#along = 0;
    this.#color = packedColor(look.color, look.alpha);
    this.#stroke = packedStroke(look.width, look.dash, EDGE.drawn | (look.halo ? EDGE.halo : 0), look.outset);
    this.#put(0, 0, 0, NO_SHIFT); // the point before the first: known at the end
    this.#start = this.#count;
  }

  /** Goes on to a point. `tucked`: the line from here begins and ends where its neighbours' widths do. */
  to(x: number, y: number, tucked = false): void {
    const at = this.#count;
    if (this.#dashed && at > this.#start) {
      const before = (at - 1) * WORDS;
      const floats = this.#floats;
      this.#along += Math.hypot(
        (x - (floats[before] as number)) * this.#aspect,
        y - (floats[before + 1] as number),
      );
    }
    this.#put(x, y, tucked ? this.#stroke | (EDGE.tucked << 16) : this.#stroke, NO_SHIFT);
    const { bounds } = this;
    if (x < bounds.left) bounds.left = x;
    if (x > bounds.right) bounds.right = x;
    if (y < bounds.top) bounds.top = y;
    if (y > bounds.bottom) bounds.bottom = y;
  }

  /** Ends a line: leads a closed one back to its first point. */
  end(): void {
    const first = this.#start;
    const last = this.#count - 1;
    if (last < first) return void (this.#count = first - 1);
    if (this.#outset !== 0 && this.#closed && this.#windsLeft(first, last)) this.#turnOutset(first, last);
    if (!this.#closed) this.#words[last * WORDS + 3] = 0;
    this.#copyPlace(this.#closed ? last : first, first - 1);
    this.#put(0, 0, 0, NO_SHIFT);
    this.#copyPlace(this.#closed ? first : last, this.#count - 1);
    if (!this.#closed) return;
    this.#put(0, 0, 0, NO_SHIFT);
    this.#copyPlace(Math.min(first + 1, last), this.#count - 1);
  }

  /** The whole line of a motion, as it lies at `t`. */
  move({ numbers, closed, tucked }: Motion, t: number, look: Look): void {
    this.begin(look, closed);
    const plain = this.#stroke;
    const last = plain | (tucked ? EDGE.tucked << 16 : 0);
    if (this.#dashed) {
      for (let n = 0; n < numbers.length; n += 4)
        this.to(along(numbers, n, t), along(numbers, n + 1, t), tucked && n % 8 === 4);
      return this.end();
    }
    const count = numbers.length / 4;
    while ((this.#count + count) * WORDS > this.#floats.length) this.#grow();
    const [floats, words, color, { bounds }] = [this.#floats, this.#words, this.#color, this];
    let { left, top, right, bottom } = bounds;
    let at = this.#count * WORDS;
    for (let n = 0; n < numbers.length; n += 4, at += WORDS) {
      const x = along(numbers, n, t);
      const y = along(numbers, n + 1, t);
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      floats[at] = x;
      floats[at + 1] = y;
      words[at + 2] = color;
      words[at + 3] = n % 8 === 4 ? last : plain;
      words[at + 4] = NO_SHIFT;
      floats[at + 5] = 0;
    }
    bounds.left = left;
    bounds.top = top;
    bounds.right = right;
    bounds.bottom = bottom;
    this.#count += count;
    this.end();
  }

  /**
   * A bar of one size whatever the zoom, beside a point of the picture: a dot or an arm of a cross.
   *
   * @param x image pixels
   * @param dx from there to the middle of its beginning, in CSS pixels; at most 63 either way
   * @param width in CSS pixels, at most 31
   */
  bar(x: number, y: number, dx: number, dy: number, ex: number, ey: number, width: number, look: Look): void {
    const flags = EDGE.drawn | EDGE.blunt | (look.halo ? EDGE.halo : 0);
    this.#color = packedColor(look.color, look.alpha);
    this.#along = 0;
    this.#put(x, y, 0, NO_SHIFT);
    this.#put(x, y, packedStroke(width, 0, flags, 0), packedShift(dx, dy));
    this.#put(x, y, 0, packedShift(ex, ey));
    this.#put(x, y, 0, NO_SHIFT);
    const { bounds } = this;
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }

  /** A square dot about a point of the picture, in CSS pixels. */
  dot(x: number, y: number, size: number, look: Look): void {
    this.bar(x, y, -size / 2, 0, size / 2, 0, size, look);
  }

  /** Hands what changed to the GPU. */
  flush(): void {
    this.view.visible = this.#count > REACH;
    this.#geometry.instanceCount = Math.max(0, this.#count - REACH);
    if (this.#buffer.data !== this.#floats) this.#buffer.data = this.#floats;
    else if (this.#unsent > 0) this.#buffer.update(this.#unsent * BYTES);
    this.#unsent = 0;
  }

  destroy(): void {
    this.view.destroy({ children: true });
    this.#geometry.destroy(true);
    for (const shader of this.#shaders) shader.destroy(true);
  }

  #put(x: number, y: number, stroke: number, shift: number): void {
    const at = this.#count * WORDS;
    if (at + WORDS > this.#floats.length) this.#grow();
    const floats = this.#floats;
    const words = this.#words;
    floats[at] = x;
    floats[at + 1] = y;
    words[at + 2] = this.#color;
    words[at + 3] = stroke;
    words[at + 4] = shift;
    floats[at + 5] = this.#along;
    this.#count++;
    if (this.#count > this.#unsent) this.#unsent = this.#count;
  }

  #copyPlace(from: number, to: number): void {
    const floats = this.#floats;
    floats[to * WORDS] = floats[from * WORDS] as number;
    floats[to * WORDS + 1] = floats[from * WORDS + 1] as number;
  }

  /** Counter-clockwise as one sees it. */
  #windsLeft(first: number, last: number): boolean {
    const floats = this.#floats;
    let twice = 0;
    let before = last * WORDS;
    for (let at = first * WORDS; at <= last * WORDS; before = at, at += WORDS)
      twice +=
        (floats[before] as number) * (floats[at + 1] as number) -
        (floats[at] as number) * (floats[before + 1] as number);
    return twice < 0;
  }

  #turnOutset(first: number, last: number): void {
    for (let at = first; at <= last; at++) {
      const word = this.#words[at * WORDS + 3] as number;
      this.#words[at * WORDS + 3] = ((word & 0xffffff) | (biased(-this.#outset) << 24)) >>> 0;
    }
  }

  #grow(): void {
    const next = new Float32Array(this.#floats.length * 2);
    next.set(this.#floats);
    this.#floats = next;
    this.#words = new Uint32Array(next.buffer);
  }
}

/** Where one of a motion's numbers is at `t`. */
function along(numbers: Float64Array, n: number, t: number): number {
  return (numbers[n] as number) + (numbers[n + 2] as number) * t;
}

/** Bytes in the order in which the GPU reads them; every machine that runs a browser is little-endian. */
function packedColor(color: string, alpha: number): number {
  const parts = rgb(color);
  const byte = (part: number) => Math.round(part * 255);
  return (byte(parts[0]) | (byte(parts[1]) << 8) | (byte(parts[2]) << 16) | (byte(alpha) << 24)) >>> 0;
}

/** Width in eighths of a pixel, dash in pixels, flags, outset in half pixels. */
function packedStroke(width: number, dash: number, flags: number, outset: number): number {
  assert(width < 32 && dash < 256, 'A stroke is too wide for its record.');
  return (Math.round(width * 8) | (Math.round(dash) << 8) | (flags << 16) | (biased(outset) << 24)) >>> 0;
}

function packedShift(dx: number, dy: number): number {
  return biased(dx) | (biased(dy) << 8);
}

/** Half pixels about 128. */
function biased(pixels: number): number {
  return Math.round(Math.min(63, Math.max(-64, pixels)) * 2) + 128;
}
