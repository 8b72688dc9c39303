/** A rectangle that may be turned: instruments, vessels and lines that do not lie along the picture's sides. */
import { coordinate, hundredth, MAX_COORDINATE, mix, type ImagePoint, type Rect } from '../geometry.ts';
import { degrees, directionOf, mixDegrees, turned } from '../rotation.ts';
import type { Handle, ShapeOps } from '../shape.ts';
import { box } from './box.ts';

/**
 * Top-left corner and size in image pixels as they are before it is turned about its middle, both sizes ≥ 0.01;
 * `rotation` in degrees clockwise as one sees it, 0 ≤ rotation < 360. What is computed here holds where pixels are
 * square; of a video it is asked of opsSeen (stretched.ts).
 */
export type RotatedBox = {
  readonly kind: 'rotated-box';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly rotation: number;
};

const SMALLEST = 0.01;
/** Shift turns in steps of so many degrees. */
const STEP = 15;
/** The handle that turns. */
export const TURN = 'turn';

/** Cursors of a side or corner, by the direction in which it lies, in steps of 45° from the right. */
const CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;

function rounded(x: number, y: number, w: number, h: number, rotation: number): RotatedBox {
  return {
    kind: 'rotated-box',
    x: coordinate(x),
    y: coordinate(y),
    w: Math.max(SMALLEST, coordinate(w)),
    h: Math.max(SMALLEST, coordinate(h)),
    rotation: degrees(rotation),
  };
}

function middleOf({ x, y, w, h }: Rect): ImagePoint {
  return { x: x + w / 2, y: y + h / 2 };
}

/** Clockwise from the one that is top left before the turn. */
export function cornersOf(s: RotatedBox): readonly ImagePoint[] {
  const middle = middleOf(s);
  const [left, top, right, bottom] = [s.x, s.y, s.x + s.w, s.y + s.h];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map((corner) => turned(corner, middle, s.rotation));
}

/** The handles of a turned rectangle: those of a box, and one that stands off its top to turn it. */
export function turnedHandles(s: RotatedBox): readonly Handle[] {
  const middle = middleOf(s);
  const sides = box.handles({ ...s, kind: 'box' }).map((handle): Handle => {
    const at = turned(handle.at, middle, s.rotation);
    const corner = handle.id.length === 2;
    const direction = corner ? cornerDirection(handle.id) + s.rotation : directionOf(middle, at);
    return { ...handle, at, cursor: CURSORS[Math.round(direction / 45) % 4] ?? 'move' };
  });
  const top = turned({ x: middle.x, y: s.y }, middle, s.rotation);
  return [...sides, { id: TURN, at: top, cursor: 'grab', off: turned({ x: 0, y: -1 }, ZERO, s.rotation) }];
}

const ZERO: ImagePoint = { x: 0, y: 0 };

/** Flat rectangles have corners that lie almost sideways; the cursor still shows both ways. */
function cornerDirection(id: string): number {
  return id === 'nw' || id === 'se' ? 45 : 135;
}

/** Drags a handle; the side or corner across it stays where it is. `square` keeps proportions, or turns by steps. */
export function dragTurned(s: RotatedBox, handle: string, to: ImagePoint, square: boolean): RotatedBox {
  const middle = middleOf(s);
  if (handle === TURN) {
    const wanted = directionOf(middle, to) + 90;
    return rounded(s.x, s.y, s.w, s.h, square ? Math.round(wanted / STEP) * STEP : wanted);
  }
  const upright = turned(to, middle, -s.rotation);
  return fromUpright(box.dragHandle({ ...s, kind: 'box' }, handle, upright, square), middle, s.rotation);
}

/** A rectangle that lies upright when the picture is turned back about `middle`: now about its own. */
function fromUpright({ w, h, ...corner }: Rect, middle: ImagePoint, rotation: number): RotatedBox {
  const { x, y } = turned(middleOf({ ...corner, w, h }), middle, rotation);
  return rounded(x - w / 2, y - h / 2, w, h, rotation);
}

export const rotatedBox: ShapeOps<RotatedBox> = {
  kind: 'rotated-box',
  code: 3,
  name: 'rotated box',
  bounds(s) {
    const turn = (s.rotation * Math.PI) / 180;
    const [sin, cos] = [Math.abs(Math.sin(turn)), Math.abs(Math.cos(turn))];
    const [w, h] = [hundredth(s.w * cos + s.h * sin), hundredth(s.w * sin + s.h * cos)];
    const { x, y } = middleOf(s);
    return { x: hundredth(x - w / 2), y: hundredth(y - h / 2), w, h };
  },
  contains: (s, p, slack) => box.contains({ ...s, kind: 'box' }, turned(p, middleOf(s), -s.rotation), slack),
  area: (s) => s.w * s.h,
  interpolate: (a, b, t) =>
    rounded(
      mix(a.x, b.x, t),
      mix(a.y, b.y, t),
      mix(a.w, b.w, t),
      mix(a.h, b.h, t),
      mixDegrees(a.rotation, b.rotation, t),
    ),
  handles: turnedHandles,
  dragHandle: dragTurned,
  move: (s, dx, dy) => rounded(s.x + dx, s.y + dy, s.w, s.h, s.rotation),
  resize(s, dw, dh) {
    const grown = { x: s.x, y: s.y, w: Math.max(SMALLEST, s.w + dw), h: Math.max(SMALLEST, s.h + dh) };
    return fromUpright(grown, middleOf(s), s.rotation);
  },
  inRect: ({ x, y, w, h }) => rounded(x, y, w, h, 0),
  outline: cornersOf,
  fields: (s) => [
    { id: 'x', name: 'Left', caption: 'X', value: s.x },
    { id: 'y', name: 'Top', caption: 'Y', value: s.y },
    { id: 'w', name: 'Width', caption: 'W', value: s.w, least: SMALLEST },
    { id: 'h', name: 'Height', caption: 'H', value: s.h, least: SMALLEST },
    { id: 'rotation', name: 'Rotation', caption: '°', value: s.rotation },
  ],
  setField: (s, id, value) => {
    const { x, y, w, h, rotation }: RotatedBox = { ...s, [id]: value };
    return rounded(x, y, w, h, rotation);
  },
  toNumbers: (s) => [...[s.x, s.y, s.w, s.h].map(hundredth), degrees(s.rotation)],
  fromNumbers(numbers) {
    const [x = 0, y = 0, w = 0, h = 0, rotation = 0] = numbers;
    const good = numbers.length === 5 && numbers.every((n) => Math.abs(n) <= MAX_COORDINATE);
    if (!good || w < SMALLEST || h < SMALLEST || rotation < 0 || rotation >= 360) return undefined;
    return rounded(x, y, w, h, rotation);
  },
};
