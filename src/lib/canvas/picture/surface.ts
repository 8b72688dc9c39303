/**
 * A rectangle of one picture, from (0, 0) to (1, 1), and the same once more for the lens. Plain meshes, as Pixi's sprite
 * shader costs twice as much where there is no graphics processor.
 */
import { Geometry, Mesh, Shader, UniformGroup, type TextureSource } from 'pixi.js';
import type { Size } from '#lib/model/geometry.ts';
import { adjustedSource, type Adjustment } from './adjustment.ts';

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

/** How pixels are seen: blended, or from close up as they are. `place` is where in the picture, from 0 to 1. */
const placeSource = `
uniform vec2 uPixels;
vec2 placed(vec2 place) {
  return uPixels.x > 0.0 ? (floor(place * uPixels) + 0.5) / uPixels : place;
}`;

/** One painting of the surface. */
export class Pane {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #look = new UniformGroup({ uPixels: { value: new Float32Array(2), type: 'vec2<f32>' } });

  constructor(
    geometry: Geometry,
    gl: { vertex: string; fragment: string },
    resources: Record<string, unknown>,
  ) {
    const shader = Shader.from({ gl, resources: { ...resources, look: this.#look } });
    this.mesh = new Mesh({ geometry, shader });
  }

  /** The size of the picture whose pixels are to be told apart; null: they are blended. */
  set pixels(size: Size | null) {
    const { uPixels } = this.#look.uniforms;
    uPixels[0] = size?.width ?? 0;
    uPixels[1] = size?.height ?? 0;
    this.#look.update();
  }

  destroy(): void {
    const { shader } = this.mesh;
    this.mesh.destroy();
    shader?.destroy();
  }
}

/**
 * Pictures painted by a fragment shader; its textures and uniforms by their names. It says where `placed(vPlace)` looks
 * and gives `adjusted(color)`; both are put before it.
 */
export class Surface {
  readonly pane: Pane;
  readonly lens: Pane;
  readonly #geometry: Geometry;
  readonly #sources: readonly TextureSource[];

  constructor(
    main: string,
    sources: Readonly<Record<string, TextureSource>>,
    adjustment: Adjustment,
    uniforms: Readonly<Record<string, UniformGroup>> = {},
  ) {
    this.#sources = Object.values(sources);
    this.#geometry = new Geometry({
      attributes: { aPlace: { buffer: new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), format: 'float32x2' } },
      indexBuffer: [0, 1, 2, 0, 2, 3],
    });
    const styles = Object.entries(sources).map(([name, { style }]) => [`${name}Sampler`, style] as const);
    const fragment = `#version 300 es
precision highp float;
in vec2 vPlace;
out vec4 finalColor;
${placeSource}
${adjustedSource}
${main}`;
    const resources = {
      ...sources,
      ...Object.fromEntries(styles),
      ...uniforms,
      adjustment: adjustment.uniforms,
    };
    this.pane = new Pane(this.#geometry, { vertex, fragment }, resources);
    this.lens = new Pane(this.#geometry, { vertex, fragment }, resources);
  }

  set visible(visible: boolean) {
    this.pane.mesh.visible = this.lens.mesh.visible = visible;
  }

  destroy(): void {
    this.pane.destroy();
    this.lens.destroy();
    this.#geometry.destroy(true);
    for (const source of this.#sources) source.destroy();
  }
}
