/**
 * Pictures that lie in memory as a decoder in software leaves them: a plane of luma and two of colour, half as wide and
 * high. They go to textures as they are and become red, green and blue in the shader, for the pixels that are seen: the
 * browser's own way takes thirty times as long where there is no graphics processor (measured).
 */
import { BufferImageSource, UniformGroup } from 'pixi.js';
import { must } from '#lib/model/problem.ts';
import type { Adjustment } from './adjustment.ts';
import { conversionOf } from './conversion.ts';
import { Surface } from './surface.ts';

const main = `
uniform sampler2D uLuma;
uniform sampler2D uBlue;
uniform sampler2D uRed;
uniform vec2 uShare;
uniform vec2 uLumaEdge;
uniform vec2 uColorEdge;
uniform vec3 uOffset;
uniform vec3 uToRed;
uniform vec3 uToGreen;
uniform vec3 uToBlue;
void main() {
  // Rows are longer than the picture is wide: what lies beyond its last column is not blended in.
  vec2 luma = min(placed(vPlace) * uShare, uLumaEdge);
  vec2 place = min(luma, uColorEdge);
  vec3 color = vec3(texture(uLuma, luma).r, texture(uBlue, place).r, texture(uRed, place).r) - uOffset;
  finalColor = vec4(adjusted(vec3(dot(uToRed, color), dot(uToGreen, color), dot(uToBlue, color))), 1.0);
}`;

const PLANES = ['uLuma', 'uBlue', 'uRed'] as const;
type Plane = (typeof PLANES)[number];

/** Whether a picture lies in planes whose colours are converted here; the others are the browser's. */
export function hasPlanes({ format, colorSpace }: VideoFrame): boolean {
  return format === 'I420' && conversionOf(colorSpace) !== null;
}

export class PicturePlanes {
  readonly surface: Surface;
  readonly #sources: Readonly<Record<Plane, BufferImageSource>>;
  readonly #uniforms: UniformGroup;
  #bytes = new Uint8Array();

  constructor(adjustment: Adjustment) {
    const source = () =>
      new BufferImageSource({
        resource: new Uint8Array(4),
        width: 4,
        height: 1,
        format: 'r8unorm',
        alphaMode: 'no-premultiply-alpha',
      });
    this.#sources = { uLuma: source(), uBlue: source(), uRed: source() };
    this.#uniforms = new UniformGroup({
      uShare: { value: new Float32Array([1, 1]), type: 'vec2<f32>' },
      uLumaEdge: { value: new Float32Array([1, 1]), type: 'vec2<f32>' },
      uColorEdge: { value: new Float32Array([1, 1]), type: 'vec2<f32>' },
      uOffset: { value: new Float32Array(3), type: 'vec3<f32>' },
      uToRed: { value: new Float32Array(3), type: 'vec3<f32>' },
      uToGreen: { value: new Float32Array(3), type: 'vec3<f32>' },
      uToBlue: { value: new Float32Array(3), type: 'vec3<f32>' },
    });
    this.surface = new Surface(main, this.#sources, adjustment, { picture: this.#uniforms });
  }

  /** Copies a picture for which `hasPlanes` holds; it may be closed at once. Settles when it is in the textures. */
  async take(image: VideoFrame): Promise<void> {
    const { visibleRect, colorSpace } = image;
    const { width = image.codedWidth, height = image.codedHeight } = visibleRect ?? {};
    const layout = layoutOf(width, height);
    if (this.#bytes.length !== layout.bytes) this.#bytes = new Uint8Array(layout.bytes);
    const bytes = this.#bytes;
    await image.copyTo(bytes, { layout: layout.planes.map(({ offset, stride }) => ({ offset, stride })) });
    for (const [n, name] of PLANES.entries()) {
      const plane = layout.planes[n];
      if (!plane) continue;
      const source = this.#sources[name];
      source.resource = bytes.subarray(plane.offset, plane.offset + plane.stride * plane.rows);
      source.resize(plane.stride, plane.rows, 1);
      source.update();
    }
    const share = (x: number, y: number) => [x / layout.stride, y / layout.rows];
    this.#say('uShare', share(width, height));
    // The middles of the last luma, and of the last colour, which covers two columns and rows.
    this.#say('uLumaEdge', share(width - 0.5, height - 0.5));
    this.#say('uColorEdge', share(2 * Math.ceil(width / 2) - 1, 2 * Math.ceil(height / 2) - 1));
    const { offset, toRed, toGreen, toBlue } = must(conversionOf(colorSpace), 'its colours are known');
    this.#say('uOffset', offset);
    this.#say('uToRed', toRed);
    this.#say('uToGreen', toGreen);
    this.#say('uToBlue', toBlue);
    this.#uniforms.update();
  }

  #say(name: string, value: readonly number[]): void {
    const uniforms = this.#uniforms.uniforms as Readonly<Record<string, Float32Array>>;
    uniforms[name]?.set(value);
  }
}

type Layout = {
  /** Of the luma, padding among it. */
  readonly stride: number;
  readonly rows: number;
  readonly planes: readonly { readonly offset: number; readonly stride: number; readonly rows: number }[];
  readonly bytes: number;
};

/** Rows begin at multiples of 4 bytes, as uploads expect; the planes of colour have exactly half the luma's sides. */
function layoutOf(width: number, height: number): Layout {
  const half = Math.ceil(width / 8) * 4;
  const rows = Math.ceil(height / 2);
  const stride = 2 * half;
  const luma = stride * 2 * rows;
  const planes = [
    { offset: 0, stride, rows: 2 * rows },
    { offset: luma, stride: half, rows },
    { offset: luma + half * rows, stride: half, rows },
  ];
  return { stride, rows: 2 * rows, planes, bytes: luma + 2 * half * rows };
}
