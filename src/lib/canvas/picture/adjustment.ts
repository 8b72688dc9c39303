/**
 * The last step of every picture's shader: brightness, contrast, gamma, negative, as this person has set them. It works
 * on the 8 bits a browser gives; a source with more has been brought down to them before.
 */
import { UniformGroup } from 'pixi.js';
import { toneOf, type DisplayState } from '#lib/editor/display.ts';

/** For a fragment shader: `adjusted(color)`. The way the numbers work is editor/display.ts's. */
export const adjustedSource = `
uniform float uGain;
uniform float uLift;
uniform float uPower;
uniform float uNegative;
vec3 adjusted(vec3 color) {
  vec3 tone = clamp((color - 0.5) * uGain + 0.5 + uLift, 0.0, 1.0);
  tone = pow(tone, vec3(uPower));
  return mix(tone, 1.0 - tone, uNegative);
}`;

export class Adjustment {
  readonly uniforms = new UniformGroup({
    uGain: { value: 1, type: 'f32' },
    uLift: { value: 0, type: 'f32' },
    uPower: { value: 1, type: 'f32' },
    uNegative: { value: 0, type: 'f32' },
  });

  set(state: DisplayState): void {
    const { gain, lift } = toneOf(state);
    const { uniforms } = this.uniforms;
    uniforms.uGain = gain;
    uniforms.uLift = lift;
    uniforms.uPower = 1 / state.gamma;
    uniforms.uNegative = state.inverted ? 1 : 0;
    this.uniforms.update();
  }
}
