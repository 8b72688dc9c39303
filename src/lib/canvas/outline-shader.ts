/** How the graphics processor makes a line of an outline from its records (outlines.ts). */
import { DARK, rgb } from './color.ts';

/** Flags of the line that begins at a record. */
export const EDGE = {
  drawn: 1,
  /** It has a dark halo beneath. */
  halo: 2,
  /** It ends exactly at its ends. */
  blunt: 4,
  /** It begins and ends half its width inside: the lines it meets at right angles fill the corners. */
  tucked: 8,
} as const;

const halo = rgb(DARK).map((part) => part.toFixed(4)).join(', '); // prettier-ignore

export const vertex = `#version 300 es
in vec2 aCorner;
in vec2 aBefore;
in vec2 aFrom;
in vec2 aTo;
in vec2 aAfter;
in vec4 aColor;
in vec4 aStroke;
in vec4 aFromShift;
in vec4 aToShift;
in float aAlong;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
uniform vec4 uView;
uniform float uHalo;
out vec4 vColor;
out vec2 vDash;

// From 0 where a line goes straight on to 1 where it turns by a right angle or more, or ends: half-transparent strokes
// must not be drawn twice, so where it bends little it reaches little beyond its ends.
float bend(vec2 u, vec2 v) {
  float size = sqrt(dot(u, u) * dot(v, v));
  float turn = size > 0.0 ? dot(u, v) / size : 0.0;
  return turn <= 0.0 ? 1.0 : sqrt((1.0 - turn) / (1.0 + turn));
}

vec2 normalOf(vec2 way) {
  float far = length(way);
  return far > 0.0 ? vec2(way.y, -way.x) / far : vec2(0.0);
}

// How far a corner moves for the lines that meet in it to lie a pixel further out.
vec2 outward(vec2 u, vec2 v) {
  return (u + v) / max(0.5, 1.0 + dot(u, v));
}

void main() {
  int flags = int(aStroke.z + 0.5);
  if ((flags & ${EDGE.drawn}) == 0 || (uHalo > 0.5 && (flags & ${EDGE.halo}) == 0)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec2 before = uView.xy + aBefore * uView.zw;
  vec2 from = uView.xy + aFrom * uView.zw + (aFromShift.xy - 128.0) * 0.5;
  vec2 to = uView.xy + aTo * uView.zw + (aToShift.xy - 128.0) * 0.5;
  vec2 after = uView.xy + aAfter * uView.zw;
  float width = aStroke.x / 8.0 + 2.0 * uHalo;
  float reach = width * 0.5 * max(bend(from - before, to - from), bend(to - from, after - to));
  if ((flags & ${EDGE.blunt}) != 0) reach = uHalo;
  if ((flags & ${EDGE.tucked}) != 0) reach = -width * 0.5;
  float outset = (aStroke.w - 128.0) * 0.5;
  if (outset != 0.0) {
    vec2 normal = normalOf(to - from);
    vec2 left = from == before ? normal : normalOf(from - before);
    vec2 right = to == after ? normal : normalOf(after - to);
    from += outward(left, normal) * outset;
    to += outward(normal, right) * outset;
  }
  vec2 way = to - from;
  float far = length(way);
  vec2 along = far > 0.0 ? way / far : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  float at = mix(-reach, far + reach, aCorner.x);
  vec2 place = from + along * at + across * aCorner.y * width;
  gl_Position = vec4((uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix * vec3(place, 1.0)).xy, 0.0, 1.0);
  float alpha = aColor.a * mix(1.0, 0.6, uHalo);
  vColor = vec4(mix(aColor.rgb, vec3(${halo}), uHalo) * alpha, alpha);
  vDash = vec2(at + aAlong * uView.w, aStroke.y * (1.0 - uHalo));
}`;

export const fragment = `#version 300 es
precision mediump float;
in vec4 vColor;
in highp vec2 vDash;
out vec4 finalColor;
void main() {
  if (vDash.y > 0.0 && mod(vDash.x, vDash.y * 1.7) > vDash.y) discard;
  finalColor = vColor;
}`;
