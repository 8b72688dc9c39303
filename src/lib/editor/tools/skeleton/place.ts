/** Joints set one after the other, in the order of the plan. */
import { byKey, hintOf } from '../key-hint.ts';
import type { ImagePoint } from '#lib/model/geometry.ts';
import { skeletonOf, type PlacedJoint } from '#lib/model/shapes/skeleton.ts';
import type { Joint, SkeletonPlan } from '#lib/model/skeleton-plan.ts';
import { planOf } from '../../deeds/skeleton.ts';
import { makeTrack } from '../../deeds/track.ts';
import type { Editor } from '../../editor.ts';
import type { Showing } from '../../tool.ts';
import { IDLE, type Placed, type SkeletonState } from './state.ts';

/** Retired joints are passed over: absent, where the one before lies. */
function filled(plan: SkeletonPlan, joints: readonly PlacedJoint[]): readonly PlacedJoint[] {
  const all = [...joints];
  while (plan.joints[all.length]?.retired) all.push(absentAfter(all));
  return all;
}

function absentAfter(joints: readonly PlacedJoint[]): PlacedJoint {
  const { x, y } = joints.findLast(({ state }) => state !== 'absent') ?? joints.at(-1) ?? { x: 0, y: 0 };
  return { x, y, state: 'absent' };
}

/** The joint that is placed next; undefined when all are. */
export function nextJoint(editor: Editor, { label, joints }: Placed): Joint | undefined {
  const plan = planOf(editor, label);
  return plan?.joints[filled(plan, joints).length];
}

/** With one joint more; with the last one the skeleton is made. */
export function withNext(editor: Editor, placed: Placed, joint: PlacedJoint | null): SkeletonState {
  const plan = planOf(editor, placed.label);
  if (!plan) return IDLE;
  const before = filled(plan, placed.joints);
  const joints = filled(plan, [...before, joint ?? absentAfter(before)]);
  const next = { ...placed, joints };
  return joints.length < plan.joints.length
    ? { ...next, kind: 'placing', to: null }
    : finishPlaced(editor, next);
}

/** Makes the skeleton; what was not placed is absent. Where nothing is there, it goes on. */
export function finishPlaced(editor: Editor, placed: Placed): SkeletonState {
  const { frame, label, joints } = placed;
  const count = planOf(editor, label)?.joints.length ?? 0;
  const all = [...joints];
  while (all.length < count) all.push(absentAfter(all));
  const shape = skeletonOf(all);
  if (!shape) return { ...placed, kind: 'placing', to: null };
  if (editor.mayEdit()) makeTrack(editor, label, frame, shape);
  return IDLE;
}

/** Without the joint placed last; with none left nothing is under way. */
export function withoutLast(editor: Editor, placed: Placed): SkeletonState {
  const plan = planOf(editor, placed.label);
  const joints = [...placed.joints];
  joints.pop();
  while (plan?.joints[joints.length - 1]?.retired) joints.pop();
  return joints.length === 0 ? IDLE : { ...placed, joints, kind: 'placing', to: null };
}

/** What is placed, and the next joint where the pointer is. */
export function showPlaced(editor: Editor, placed: Placed, to: ImagePoint | null): Showing {
  const next = nextJoint(editor, placed);
  const count = planOf(editor, placed.label)?.joints.filter(({ retired }) => !retired).length ?? 0;
  const at = placed.joints.filter((_, n) => !planOf(editor, placed.label)?.joints[n]?.retired).length + 1;
  const shape = skeletonOf(to ? [...placed.joints, { ...to, state: 'visible' }] : placed.joints);
  return {
    cursor: 'crosshair',
    hint: next
      ? hintOf(
          `Click ${next.name} (${at} of ${count})`,
          'Alt+click where it is hidden',
          byKey(editor, 'drawing.skip', 'for one that is not in the picture'),
          byKey(editor, 'drawing.finish', 'when there are no more'),
          byKey(editor, 'drawing.take-back', 'goes back'),
        )
      : hintOf(byKey(editor, 'drawing.finish', 'ends it')),
    ...(shape && { draft: { ref: null, frame: placed.frame, shape, color: editor.armedColor() } }),
  };
}
