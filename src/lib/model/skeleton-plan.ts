/**
 * What skeletons of a label consist of: its joints and the lines drawn between them. A document holds the places of the
 * joints in the order of this list, so joints are added at its end, retired and renamed, and never removed or moved.
 */
import type { Id } from './id.ts';

export type JointId = Id<'joint'>;

export type Joint = {
  readonly id: JointId;
  readonly name: string;
  /** Where it lies in the pose that is drawn first: shares of the width and height of the whole, 0 to 1. */
  readonly x: number;
  readonly y: number;
  /** No longer asked for: absent in what is drawn from now on. */
  readonly retired: boolean;
};

/** Two joints that a line is drawn between; which is first says nothing. */
export type JointPair = readonly [JointId, JointId];

export type SkeletonPlan = { readonly joints: readonly Joint[]; readonly edges: readonly JointPair[] };

/** Most joints of one skeleton, retired ones too: a hand has 21, a body with its hands 59. */
export const MAX_JOINTS = 64;
/** Most lines between them. */
export const MAX_JOINT_EDGES = 200;

const known = new WeakMap<SkeletonPlan, readonly (readonly [number, number])[]>();

/** The edges as places in the list of joints. The same array each time. */
export function edgePlaces(plan: SkeletonPlan): readonly (readonly [number, number])[] {
  const found = known.get(plan);
  if (found) return found;
  const places = new Map(plan.joints.map(({ id }, at) => [id, at]));
  const made = plan.edges.flatMap(([a, b]) => {
    const [from, to] = [places.get(a), places.get(b)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
  known.set(plan, made);
  return made;
}

/** Whether a line joins two joints, in either direction. */
export function isPair([a, b]: JointPair, one: JointId, other: JointId): boolean {
  return (a === one && b === other) || (a === other && b === one);
}
