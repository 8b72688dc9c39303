/**
 * A rectangle of one picture, from (0, 0) to (1, 1). A plain mesh, as Pixi's sprite shader costs twice as much where
 * there is no graphics processor.
 */
import { Geometry, Mesh, Shader, type TextureSource, type UniformGroup } from 'pixi.js';

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

/** Pictures painted by a fragment shader with the input `vPlace`; its textures and uniforms by their names. */
export class Surface {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #sources: readonly TextureSource[];

  constructor(
    fragment: string,
    sources: Readonly<Record<string, TextureSource>>,
    uniforms: Readonly<Record<string, UniformGroup>> = {},
  ) {
    this.#sources = Object.values(sources);
    const geometry = new Geometry({
      attributes: { aPlace: { buffer: new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), format: 'float32x2' } },
      indexBuffer: [0, 1, 2, 0, 2, 3],
    });
    const styles = Object.entries(sources).map(([name, { style }]) => [`${name}Sampler`, style] as const);
    const shader = Shader.from({
      gl: { vertex, fragment },
      resources: { ...sources, ...Object.fromEntries(styles), ...uniforms },
    });
    this.mesh = new Mesh({ geometry, shader });
  }

  /** How pixels are seen: blended, or from close up as they are. */
  set scaleMode(wanted: 'nearest' | 'linear') {
    for (const source of this.#sources) if (source.scaleMode !== wanted) source.scaleMode = wanted;
  }

  destroy(): void {
    const { geometry, shader } = this.mesh;
    this.mesh.destroy();
    geometry.destroy(true);
    shader?.destroy();
    for (const source of this.#sources) source.destroy();
  }
}
