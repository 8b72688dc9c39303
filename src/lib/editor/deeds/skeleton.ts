/** Skeletons as their labels plan them: the pose drawn first, and what single joints are. */
import type { Rect } from '#lib/model/geometry.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Shape } from '#lib/model/shape.ts';
import {
  meanPose,
  skeletonIn,
  withJointState,
  type JointState,
  type Skeleton,
} from '#lib/model/shapes/skeleton.ts';
import { edgePlaces, type SkeletonPlan } from '#lib/model/skeleton-plan.ts';
import { labelOf } from '#lib/model/taxonomy.ts';
import type { Editor } from '../editor.ts';
import { reshape } from './track.ts';

/** So many tracks at most tell what the usual pose is. */
const LEARNT_FROM = 200;
const NO_EDGES: readonly (readonly [number, number])[] = [];

/** What skeletons of a label consist of; undefined for a label that has none. */
export function planOf({ options }: Editor, label: LabelId | null): SkeletonPlan | undefined {
  return label === null ? undefined : labelOf(options.taxonomy, label)?.skeleton;
}

/** The joints between which lines are drawn, by their places. */
export function edgesOf(editor: Editor, label: LabelId | null): readonly (readonly [number, number])[] {
  const plan = planOf(editor, label);
  return plan ? edgePlaces(plan) : NO_EDGES;
}

/** A label's skeleton in the pose that is usual in this document, over a rectangle; undefined without a plan. */
export function poseIn(editor: Editor, label: LabelId, rect: Rect): Skeleton | undefined {
  const plan = planOf(editor, label);
  if (!plan) return undefined;
  const known: Skeleton[] = [];
  for (const track of editor.reading.tracks.values()) {
    if (track.kind !== 'skeleton' || track.label !== label || known.length >= LEARNT_FROM) continue;
    const shape = track.keyframes[0]?.shape;
    if (shape?.kind === 'skeleton') known.push(shape);
  }
  return skeletonIn(plan, meanPose(plan, known), rect);
}

/** The skeleton of a track at the shown frame. */
export function shownSkeleton(editor: Editor, id: TrackId): Skeleton | undefined {
  const shape: Shape | undefined = editor.shownState(id)?.shape;
  return shape?.kind === 'skeleton' ? shape : undefined;
}

/** Sets what one joint is at the shown frame. */
export function setJointState(editor: Editor, id: TrackId, joint: number, state: JointState): void {
  const shape = shownSkeleton(editor, id);
  if (!shape?.joints[joint] || shape.joints[joint].state === state) return;
  const next = withJointState(shape, joint, state);
  if (!next) return editor.say('At least one joint must be there; X ends the whole object.', 'warn');
  reshape(editor, id, editor.playhead.shown.value, next, 'set a joint of');
}

/** The other way round: `state`, or visible where it is that already. */
export function toggleJointState(editor: Editor, id: TrackId, joint: number, state: JointState): void {
  const now = shownSkeleton(editor, id)?.joints[joint]?.state;
  if (now) setJointState(editor, id, joint, now === state ? 'visible' : state);
}

/** The joint that keys work on. */
export function selectedJoint(editor: Editor): { readonly id: TrackId; readonly joint: number } | undefined {
  const { first, vertex } = editor.selection;
  if (first?.kind !== 'track' || vertex.value === null) return undefined;
  return shownSkeleton(editor, first.id)?.joints[vertex.value]
    ? { id: first.id, joint: vertex.value }
    : undefined;
}
