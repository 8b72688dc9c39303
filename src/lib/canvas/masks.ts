/**
 * Masks as textures: one small mesh for each, kept from one drawing to the next; its pixels go to the graphics
 * processor only when they change. Inside it is tinted lightly, at its edge strongly, whatever the zoom.
 */
import { BufferImageSource, Container, Geometry, Mesh, Shader, UniformGroup } from 'pixi.js';
import type { Viewport } from '#lib/editor/viewport.ts';
import { insideRuns, type Mask } from '#lib/model/shapes/mask.ts';
import { rgb } from './color.ts';

export type MaskLook = {
  /** `#rrggbb`. */
  readonly color: string;
  /** Of the inside and of the edge. */
  readonly fill: number;
  readonly edge: number;
};

/** Masks kept ready that are not shown just now. */
const SPARE = 20;

const vertex = `#version 300 es
in vec2 aPlace;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
uniform vec2 uMargin;
out vec2 vPlace;
void main() {
  // A pixel of the screen more on each side: the edge of what touches them is drawn too.
  vec2 place = mix(-uMargin, vec2(1.0) + uMargin, aPlace);
  gl_Position = vec4((uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  vPlace = place;
}`;

const fragment = `#version 300 es
precision highp float;
in vec2 vPlace;
uniform sampler2D uRuns;
uniform vec2 uShare;
uniform vec2 uMargin;
uniform vec4 uTone;
uniform float uFill;
out vec4 finalColor;
float inside(vec2 place) {
  if (any(lessThan(place, vec2(0.0))) || any(greaterThanEqual(place, vec2(1.0)))) return 0.0;
  return step(0.5, texture(uRuns, place * uShare).r);
}
void main() {
  float here = inside(vPlace);
  float around = inside(vPlace + vec2(uMargin.x, 0.0)) + inside(vPlace - vec2(uMargin.x, 0.0))
    + inside(vPlace + vec2(0.0, uMargin.y)) + inside(vPlace - vec2(0.0, uMargin.y));
  float edge = here > 0.5 ? step(around, 3.5) : step(0.5, around);
  float alpha = max(edge * uTone.a, here * uFill);
  finalColor = vec4(uTone.rgb * alpha, alpha);
}`;

/** `uTone`, as Pixi has a uniform of its own that is called uColor. */
type Sheet = {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly source: BufferImageSource;
  readonly uniforms: UniformGroup;
  mask: Mask | null;
};

export class Masks {
  readonly view = new Container();
  readonly #sheets = new Map<string, Sheet>();
  readonly #shown = new Set<string>();

  /** Starts afresh; what is not put again is hidden by `finish`. */
  clear(): void {
    this.#shown.clear();
  }

  put(key: string, mask: Mask, viewport: Viewport, { color, fill, edge }: MaskLook): void {
    const sheet = this.#sheetOf(key);
    if (sheet.mask !== mask) fillSource(sheet, mask);
    const { x, y } = viewport.toScreen(mask);
    const [width, height] = [mask.w * viewport.scaleX, mask.h * viewport.state.value.scale];
    sheet.mesh.position.set(x, y);
    sheet.mesh.scale.set(width, height);
    const say = sheet.uniforms.uniforms as { uMargin: Float32Array; uTone: Float32Array; uFill: number };
    say.uMargin.set([1 / width, 1 / height]);
    say.uTone.set([...rgb(color), edge]);
    say.uFill = fill;
    sheet.uniforms.update();
    sheet.mesh.visible = true;
    this.#shown.add(key);
  }

  finish(): void {
    let spare = 0;
    for (const [key, sheet] of this.#sheets) {
      if (this.#shown.has(key)) continue;
      sheet.mesh.visible = false;
      if (++spare <= SPARE) continue;
      this.#sheets.delete(key);
      destroy(sheet);
    }
  }

  destroy(): void {
    for (const sheet of this.#sheets.values()) destroy(sheet);
    this.#sheets.clear();
    this.view.destroy();
  }

  #sheetOf(key: string): Sheet {
    const found = this.#sheets.get(key);
    if (found) return found;
    const source = new BufferImageSource({
      resource: new Uint8Array(4),
      width: 4,
      height: 1,
      format: 'r8unorm',
      alphaMode: 'no-premultiply-alpha',
      scaleMode: 'nearest',
    });
    const uniforms = new UniformGroup({
      uShare: { value: new Float32Array([1, 1]), type: 'vec2<f32>' },
      uMargin: { value: new Float32Array([0, 0]), type: 'vec2<f32>' },
      uTone: { value: new Float32Array(4), type: 'vec4<f32>' },
      uFill: { value: 0, type: 'f32' },
    });
    const geometry = new Geometry({
      attributes: { aPlace: { buffer: new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), format: 'float32x2' } },
      indexBuffer: [0, 1, 2, 0, 2, 3],
    });
    const resources = { uRuns: source, uRunsSampler: source.style, look: uniforms };
    const mesh = new Mesh({ geometry, shader: Shader.from({ gl: { vertex, fragment }, resources }) });
    const made: Sheet = { mesh, source, uniforms, mask: null };
    this.#sheets.set(key, made);
    this.view.addChild(mesh);
    return made;
  }
}

/** Rows of a texture begin at multiples of 4 bytes, as uploads expect. */
function fillSource(sheet: Sheet, mask: Mask): void {
  const stride = Math.ceil(mask.w / 4) * 4;
  const bytes = new Uint8Array(stride * mask.h);
  for (const [start, end] of insideRuns(mask)) {
    for (let at = start; at < end;) {
      const row = Math.floor(at / mask.w);
      const stop = Math.min(end, (row + 1) * mask.w);
      const to = row * (stride - mask.w);
      bytes.fill(255, at + to, stop + to);
      at = stop;
    }
  }
  sheet.source.resource = bytes;
  sheet.source.resize(stride, mask.h, 1);
  sheet.source.update();
  (sheet.uniforms.uniforms as { uShare: Float32Array }).uShare.set([mask.w / stride, 1]);
  sheet.mask = mask;
}

function destroy({ mesh, source }: Sheet): void {
  const { geometry, shader } = mesh;
  mesh.destroy();
  geometry.destroy(true);
  shader?.destroy();
  source.destroy();
}
