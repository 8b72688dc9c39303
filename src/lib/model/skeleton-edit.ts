/** One step of editing a label's skeleton each: plan in, plan out. Steps keep the order of the joints. */
import { isPair, type Joint, type JointId, type SkeletonPlan } from './skeleton-plan.ts';
import { keyFor } from './taxonomy-edit.ts';

export type JointPatch = Partial<Omit<Joint, 'id'>>;

/** How many of those that were added lie beside each other in the first pose. */
const ACROSS = 4;

/** A joint more, last of all, where no other is likely to lie. */
export function addJoint({ joints, edges }: SkeletonPlan, name: string): SkeletonPlan {
  const id = keyFor(
    name,
    joints.map((joint) => joint.id),
  ) as JointId;
  const at = joints.length;
  const made: Joint = {
    id,
    name,
    x: ((at % ACROSS) + 0.5) / ACROSS,
    y: ((Math.floor(at / ACROSS) % ACROSS) + 0.5) / ACROSS,
    retired: false,
  };
  return { joints: [...joints, made], edges };
}

export function changeJoint({ joints, edges }: SkeletonPlan, id: JointId, patch: JointPatch): SkeletonPlan {
  return { joints: joints.map((joint) => (joint.id === id ? { ...joint, ...patch } : joint)), edges };
}

/** Takes back a joint that was added and never saved; its lines go with it. */
export function dropJoint({ joints, edges }: SkeletonPlan, id: JointId): SkeletonPlan {
  return {
    joints: joints.filter((joint) => joint.id !== id),
    edges: edges.filter((edge) => !edge.includes(id)),
  };
}

/** Draws a line between two joints, or takes away the one there is. */
export function toggleJointEdge({ joints, edges }: SkeletonPlan, a: JointId, b: JointId): SkeletonPlan {
  const others = edges.filter((edge) => !isPair(edge, a, b));
  return { joints, edges: others.length < edges.length || a === b ? others : [...edges, [a, b]] };
}
