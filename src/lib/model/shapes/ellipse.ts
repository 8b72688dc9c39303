/** An ellipse: lumens, lesions, chambers in cross-section. */
import { coordinate, hundredth, MAX_COORDINATE, mix, type ImagePoint } from '../geometry.ts';
import { degrees, mixDegrees, turned } from '../rotation.ts';
import type { ShapeOps } from '../shape.ts';
import { dragTurned, turnedHandles, type RotatedBox } from './rotated-box.ts';

/**
 * Middle and half axes in image pixels, both half axes ≥ 0.01; `rotation` of the first of them in degrees clockwise
 * from the horizontal as one sees it, 0 ≤ rotation < 360. What is computed here holds where pixels are square; of a
 * video it is asked of opsSeen (stretched.ts).
 */
export type Ellipse = {
  readonly kind: 'ellipse';
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
  readonly rotation: number;
};

const SMALLEST = 0.01;
/** Corners of the polygon that stands for it where only polygons are known: within 0.1 % of its half axes. */
const CORNERS = 72;

function rounded(cx: number, cy: number, rx: number, ry: number, rotation: number): Ellipse {
  return {
    kind: 'ellipse',
    cx: coordinate(cx),
    cy: coordinate(cy),
    rx: Math.max(SMALLEST, coordinate(rx)),
    ry: Math.max(SMALLEST, coordinate(ry)),
    rotation: degrees(rotation),
  };
}

/** `count` points on it, evenly by angle, clockwise from the end of its first half axis. */
export function pointsOn({ cx, cy, rx, ry, rotation }: Ellipse, count: number): readonly ImagePoint[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = (2 * Math.PI * n) / count;
    return turned({ x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) }, { x: cx, y: cy }, rotation);
  });
}

/** The turned rectangle around it, whose handles are its own. */
function frameOf({ cx, cy, rx, ry, rotation }: Ellipse): RotatedBox {
  return { kind: 'rotated-box', x: cx - rx, y: cy - ry, w: 2 * rx, h: 2 * ry, rotation };
}

function within({ x, y, w, h, rotation }: Omit<RotatedBox, 'kind'>): Ellipse {
  return rounded(x + w / 2, y + h / 2, w / 2, h / 2, rotation);
}

export const ellipse: ShapeOps<Ellipse> = {
  kind: 'ellipse',
  code: 2,
  name: 'ellipse',
  bounds({ cx, cy, rx, ry, rotation }) {
    const turn = (rotation * Math.PI) / 180;
    const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
    const [w, h] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
    return { x: hundredth(cx - w), y: hundredth(cy - h), w: hundredth(2 * w), h: hundredth(2 * h) };
  },
  contains(s, p, slack) {
    const { x, y } = turned(p, { x: s.cx, y: s.cy }, -s.rotation);
    return Math.hypot((x - s.cx) / (s.rx + slack), (y - s.cy) / (s.ry + slack)) <= 1;
  },
  area: ({ rx, ry }) => Math.PI * rx * ry,
  interpolate: (a, b, t) =>
    rounded(
      mix(a.cx, b.cx, t),
      mix(a.cy, b.cy, t),
      mix(a.rx, b.rx, t),
      mix(a.ry, b.ry, t),
      mixDegrees(a.rotation, b.rotation, t),
    ),
  handles: (s) => turnedHandles(frameOf(s)),
  dragHandle: (s, handle, to, square) => within(dragTurned(frameOf(s), handle, to, square)),
  move: (s, dx, dy) => rounded(s.cx + dx, s.cy + dy, s.rx, s.ry, s.rotation),
  resize: (s, dw, dh) => rounded(s.cx, s.cy, s.rx + dw / 2, s.ry + dh / 2, s.rotation),
  inRect: (rect) => within({ ...rect, rotation: 0 }),
  outline: (s) => pointsOn(s, CORNERS),
  fields: (s) => [
    { id: 'cx', name: 'Middle across', caption: 'X', value: s.cx },
    { id: 'cy', name: 'Middle down', caption: 'Y', value: s.cy },
    { id: 'rx', name: 'Half width', caption: 'RX', value: s.rx, least: SMALLEST },
    { id: 'ry', name: 'Half height', caption: 'RY', value: s.ry, least: SMALLEST },
    { id: 'rotation', name: 'Rotation', caption: '°', value: s.rotation },
  ],
  setField: (s, id, value) => {
    const { cx, cy, rx, ry, rotation }: Ellipse = { ...s, [id]: value };
    return rounded(cx, cy, rx, ry, rotation);
  },
  toNumbers: (s) => [...[s.cx, s.cy, s.rx, s.ry].map(hundredth), degrees(s.rotation)],
  fromNumbers(numbers) {
    const [cx = 0, cy = 0, rx = 0, ry = 0, rotation = 0] = numbers;
    const good = numbers.length === 5 && numbers.every((n) => Math.abs(n) <= MAX_COORDINATE);
    if (!good || rx < SMALLEST || ry < SMALLEST || rotation < 0 || rotation >= 360) return undefined;
    return rounded(cx, cy, rx, ry, rotation);
  },
};
