/** An upright rectangle: the commonest annotation there is. */
import { coordinate, hundredth, MAX_COORDINATE, mix, rectBetween, type ImagePoint } from '../geometry.ts';
import type { Handle, ShapeOps } from '../shape.ts';

/** Top-left corner and size in image pixels; both sizes are ≥ 0.01. */
export type Box = {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};

const SMALLEST = 0.01;

/** Which side each handle moves: -1 the left or top one, 1 the right or bottom one, 0 neither. */
const SIDES: Readonly<Record<string, readonly [number, number, string]>> = {
  nw: [-1, -1, 'nwse-resize'],
  n: [0, -1, 'ns-resize'],
  ne: [1, -1, 'nesw-resize'],
  e: [1, 0, 'ew-resize'],
  se: [1, 1, 'nwse-resize'],
  s: [0, 1, 'ns-resize'],
  sw: [-1, 1, 'nesw-resize'],
  w: [-1, 0, 'ew-resize'],
};

/** A box between two corners in any order, at least a hundredth of a pixel wide and high. */
export function boxBetween(a: ImagePoint, b: ImagePoint): Box {
  const rect = rectBetween(a, b);
  return rounded(rect.x, rect.y, rect.w, rect.h);
}

function rounded(x: number, y: number, w: number, h: number): Box {
  return {
    kind: 'box',
    x: coordinate(x),
    y: coordinate(y),
    w: Math.max(SMALLEST, coordinate(w)),
    h: Math.max(SMALLEST, coordinate(h)),
  };
}

export const box: ShapeOps<Box> = {
  kind: 'box',
  code: 1,
  name: 'box',
  bounds: ({ x, y, w, h }) => ({ x, y, w, h }),
  contains: (s, p, slack) =>
    p.x >= s.x - slack && p.x <= s.x + s.w + slack && p.y >= s.y - slack && p.y <= s.y + s.h + slack,
  area: (s) => s.w * s.h,
  interpolate: (a, b, t) => rounded(mix(a.x, b.x, t), mix(a.y, b.y, t), mix(a.w, b.w, t), mix(a.h, b.h, t)),
  handles: (s): Handle[] =>
    Object.entries(SIDES).map(([id, [sx, sy, cursor]]) => ({
      id,
      at: { x: s.x + (s.w * (sx + 1)) / 2, y: s.y + (s.h * (sy + 1)) / 2 },
      cursor,
      minor: sx === 0 || sy === 0,
    })),
  dragHandle(s, handle, to, square) {
    const [sx, sy] = SIDES[handle] ?? [0, 0, ''];
    const fixed = { x: sx < 0 ? s.x + s.w : s.x, y: sy < 0 ? s.y + s.h : s.y };
    let dx = sx === 0 ? s.w : to.x - fixed.x;
    let dy = sy === 0 ? s.h : to.y - fixed.y;
    if (square && sx !== 0 && sy !== 0) {
      const scale = Math.max(Math.abs(dx) / s.w, Math.abs(dy) / s.h);
      dx = Math.sign(dx || sx) * s.w * scale;
      dy = Math.sign(dy || sy) * s.h * scale;
    }
    return boxBetween(fixed, { x: fixed.x + dx, y: fixed.y + dy });
  },
  move: (s, dx, dy) => rounded(s.x + dx, s.y + dy, s.w, s.h),
  resize: (s, dw, dh) => rounded(s.x, s.y, s.w + dw, s.h + dh),
  inRect: ({ x, y, w, h }) => rounded(x, y, w, h),
  outline: ({ x, y, w, h }) => [
    { x, y },
    { x: x + w, y },
    { x: x + w, y: y + h },
    { x, y: y + h },
  ],
  fields: (s) => [
    { id: 'x', name: 'Left', caption: 'X', value: s.x },
    { id: 'y', name: 'Top', caption: 'Y', value: s.y },
    { id: 'w', name: 'Width', caption: 'W', value: s.w, least: SMALLEST },
    { id: 'h', name: 'Height', caption: 'H', value: s.h, least: SMALLEST },
  ],
  setField: (s, id, value) => {
    const { x, y, w, h }: Box = { ...s, [id]: value };
    return rounded(x, y, w, h);
  },
  toNumbers: (s) => [hundredth(s.x), hundredth(s.y), hundredth(s.w), hundredth(s.h)],
  fromNumbers(numbers) {
    if (numbers.length !== 4 || numbers.some((n) => !Number.isFinite(n) || Math.abs(n) > MAX_COORDINATE))
      return undefined;
    const [x = 0, y = 0, w = 0, h = 0] = numbers;
    return w >= SMALLEST && h >= SMALLEST ? rounded(x, y, w, h) : undefined;
  },
};
