/** Named joints of one thing: the parts of an instrument, a hand, a body. Its label says what they are and what joins them. */
import { coordinate, mix, type ImagePoint, type Rect } from '../geometry.ts';
import type { Handle, ShapeField, ShapeOps } from '../shape.ts';
import { MAX_JOINTS, type SkeletonPlan } from '../skeleton-plan.ts';
import { box } from './box.ts';
import { boundsOfPath } from './path.ts';
import { vertexHandle, vertexOf } from './vertices.ts';

/** `occluded`: hidden, its place is a guess · `absent`: not in the picture; its place is where it was last. */
export type JointState = 'visible' | 'occluded' | 'absent';
/** In the order of the numbers that stand for them. */
export const JOINT_STATES: readonly JointState[] = ['visible', 'occluded', 'absent'];

export type PlacedJoint = ImagePoint & { readonly state: JointState };
/** 1 to MAX_JOINTS joints in the order of its label's plan, in image pixels; at least one is not absent. */
export type Skeleton = { readonly kind: 'skeleton'; readonly joints: readonly PlacedJoint[] };

const make = (joints: readonly PlacedJoint[]): Skeleton => ({ kind: 'skeleton', joints });

function rounded({ x, y, state }: PlacedJoint): PlacedJoint {
  return { x: coordinate(x), y: coordinate(y), state };
}

function isThere({ state }: PlacedJoint): boolean {
  return state !== 'absent';
}

/** Around the joints that are there. */
function boundsOf({ joints }: Skeleton): Rect {
  return boundsOfPath(joints.filter(isThere));
}

/** Moved and stretched so that these are the bounds of what is there; a side of no length stays so. */
function fit(shape: Skeleton, to: Rect): Skeleton {
  const from = boundsOf(shape);
  const [across, down] = [from.w > 0 ? to.w / from.w : 1, from.h > 0 ? to.h / from.h : 1];
  return make(
    shape.joints.map(({ x, y, state }) =>
      rounded({ x: to.x + (x - from.x) * across, y: to.y + (y - from.y) * down, state }),
    ),
  );
}

/** A skeleton of these joints, rounded; undefined where none of them is there, or with too many. */
export function skeletonOf(joints: readonly PlacedJoint[]): Skeleton | undefined {
  const good = joints.length > 0 && joints.length <= MAX_JOINTS && joints.some(isThere);
  return good ? make(joints.map(rounded)) : undefined;
}

/** With one joint in another state; undefined where none would be left. */
export function withJointState(shape: Skeleton, joint: number, state: JointState): Skeleton | undefined {
  return skeletonOf(shape.joints.map((one, n) => (n === joint ? { ...one, state } : one)));
}

/**
 * The usual pose of a label's skeletons, as shares of the bounds: of each joint the mean of where the given ones have
 * it, and where none of them has it the place in the plan.
 */
export function meanPose(plan: SkeletonPlan, shapes: readonly Skeleton[]): readonly ImagePoint[] {
  const sums = plan.joints.map(() => ({ x: 0, y: 0, count: 0 }));
  for (const shape of shapes) {
    const { x, y, w, h } = boundsOf(shape);
    if (w === 0 || h === 0) continue;
    for (const [n, joint] of shape.joints.entries()) {
      const sum = sums[n];
      if (!sum || !isThere(joint)) continue;
      sum.x += (joint.x - x) / w;
      sum.y += (joint.y - y) / h;
      sum.count++;
    }
  }
  return plan.joints.map(({ x, y }, n) => {
    const { count = 0, ...sum } = sums[n] ?? { x: 0, y: 0 };
    return count > 0 ? { x: sum.x / count, y: sum.y / count } : { x, y };
  });
}

/** A pose stretched over a rectangle, retired joints absent; undefined where the plan has no joint that is asked for. */
export function skeletonIn(
  plan: SkeletonPlan,
  pose: readonly ImagePoint[],
  rect: Rect,
): Skeleton | undefined {
  const joints = plan.joints.map(({ retired, x, y }, n): PlacedJoint => {
    const at = pose[n] ?? { x, y };
    return { x: rect.x + at.x * rect.w, y: rect.y + at.y * rect.h, state: retired ? 'absent' : 'visible' };
  });
  const made = skeletonOf(joints);
  return made && fit(made, rect);
}

const FIELDS: readonly Omit<ShapeField, 'value'>[] = [
  { id: 'x', name: 'Left', caption: 'X' },
  { id: 'y', name: 'Top', caption: 'Y' },
  { id: 'w', name: 'Width', caption: 'W', least: 0 },
  { id: 'h', name: 'Height', caption: 'H', least: 0 },
];

export const skeleton: ShapeOps<Skeleton> = {
  kind: 'skeleton',
  code: 8,
  name: 'skeleton',
  bounds: boundsOf,
  /** Anywhere within its bounds: what lies between the joints belongs to it. */
  contains: (s, p, slack) => box.contains({ kind: 'box', ...boundsOf(s) }, p, slack),
  area(s) {
    const { w, h } = boundsOf(s);
    return w * h;
  },
  /** Each joint by itself; what it is holds from the earlier keyframe. Joints that only one has are the earlier's. */
  interpolate: (a, b, t) =>
    make(
      a.joints.map(({ x, y, state }, n) => {
        const to = b.joints[n] ?? { x, y };
        return rounded({ x: mix(x, to.x, t), y: mix(y, to.y, t), state });
      }),
    ),
  handles: ({ joints }): Handle[] =>
    joints.flatMap(({ x, y, state }, n) =>
      state === 'absent' ? [] : [{ id: vertexHandle(n), at: { x, y }, cursor: 'move', minor: n > 0 }],
    ),
  dragHandle: ({ joints }, handle, to) =>
    make(joints.map((one, n) => (n === vertexOf(handle) ? rounded({ ...to, state: one.state }) : one))),
  move: ({ joints }, dx, dy) =>
    make(joints.map(({ x, y, state }) => rounded({ x: x + dx, y: y + dy, state }))),
  resize(s, dw, dh) {
    const { x, y, w, h } = boundsOf(s);
    return fit(s, { x, y, w: Math.max(0, w + dw), h: Math.max(0, h + dh) });
  },
  /** Two joints from corner to corner: what a skeleton is where nobody knows its label. */
  inRect: ({ x, y, w, h }) =>
    make([rounded({ x, y, state: 'visible' }), rounded({ x: x + w, y: y + h, state: 'visible' })]),
  outline: () => null,
  fields(s) {
    const bounds: Record<string, number> = { ...boundsOf(s) };
    return FIELDS.map((field) => ({ ...field, value: bounds[field.id] ?? 0 }));
  },
  setField(s, id, value) {
    const to: Rect = { ...boundsOf(s), [id]: value };
    return fit(s, { ...to, w: Math.max(0, to.w), h: Math.max(0, to.h) });
  },
  toNumbers: ({ joints }) =>
    joints.flatMap(({ x, y, state }) => [coordinate(x), coordinate(y), JOINT_STATES.indexOf(state)]),
  fromNumbers(numbers) {
    const joints: PlacedJoint[] = [];
    if (numbers.length % 3 !== 0 || numbers.length > 3 * MAX_JOINTS) return undefined;
    for (let at = 0; at < numbers.length; at += 3) {
      const [x = NaN, y = NaN, code = NaN] = numbers.slice(at, at + 3);
      const state = JOINT_STATES[code];
      if (coordinate(x) !== x || coordinate(y) !== y || !state) return undefined;
      joints.push({ x, y, state });
    }
    return skeletonOf(joints);
  },
  vertices: {
    least: 1,
    closed: false,
    fixed: true,
    points: ({ joints }) => joints,
    of: (points) => skeletonOf(points.map(({ x, y }) => ({ x, y, state: 'visible' }))),
    insert: () => undefined,
    remove: () => undefined,
    sketch: (shape) => shape,
  },
};
