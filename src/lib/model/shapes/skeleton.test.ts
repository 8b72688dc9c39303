import { describe, expect, it } from 'vitest';
import { stateAt } from '../track.ts';
import type { Frame } from '../time.ts';
import type { JointId, SkeletonPlan } from '../skeleton-plan.ts';
import {
  meanPose,
  skeleton,
  skeletonIn,
  withJointState,
  type JointState,
  type Skeleton,
} from './skeleton.ts';

function of(...joints: readonly (readonly [number, number, JointState])[]): Skeleton {
  return { kind: 'skeleton', joints: joints.map(([x, y, state]) => ({ x, y, state })) };
}

const plan: SkeletonPlan = {
  joints: ['a', 'b', 'c'].map((name, at) => ({
    id: name as JointId,
    name,
    x: at / 2,
    y: 1 - at / 2,
    retired: name === 'b',
  })),
  edges: [],
};

describe('between two keyframes', () => {
  const from = of([0, 0, 'visible'], [10, 0, 'occluded'], [20, 0, 'absent']);
  const to = of([10, 10, 'absent'], [20, 20, 'visible'], [30, 30, 'visible']);

  it('each joint goes its own way, and what it is holds from the earlier one, as CVAT has it', () => {
    expect(skeleton.interpolate(from, to, 0.5)).toEqual(of([5, 5, 'visible'], [15, 10, 'occluded'], [25, 15, 'absent'])); // prettier-ignore
  });

  it('a joint goes on toward where it was last set until the frame on which it is gone', () => {
    const keyframes = [from, to].map((shape, n) => ({ frame: (n * 10) as Frame, shape, outside: false, occluded: false })); // prettier-ignore
    const at = (frame: number) => (stateAt(keyframes, frame as Frame)!.shape as Skeleton).joints[0];
    expect(at(9)).toEqual({ x: 9, y: 9, state: 'visible' });
    expect(at(10)?.state).toBe('absent');
  });

  it('joints that only the earlier one has stay where they are', () => {
    expect(skeleton.interpolate(from, of([10, 10, 'visible']), 0.5).joints.slice(1)).toEqual(from.joints.slice(1)); // prettier-ignore
  });
});

it('is as large as what is there: joints that are absent do not count', () => {
  expect(skeleton.bounds(of([10, 10, 'visible'], [500, 500, 'absent'], [30, 20, 'occluded']))).toEqual({
    x: 10,
    y: 10,
    w: 20,
    h: 10,
  });
});

it('keeps one joint at least', () => {
  const one = of([1, 1, 'visible'], [2, 2, 'absent']);
  expect(withJointState(one, 0, 'absent')).toBeUndefined();
  expect(withJointState(one, 1, 'visible')).toEqual(of([1, 1, 'visible'], [2, 2, 'visible']));
  expect(skeleton.fromNumbers([1, 1, 2])).toBeUndefined();
  expect(skeleton.fromNumbers([1, 1, 3])).toBeUndefined();
  expect(skeleton.fromNumbers(Array.from({ length: 65 * 3 }, () => 0))).toBeUndefined();
});

describe('the usual pose', () => {
  it('is the plan, stretched over a rectangle; retired joints are absent', () => {
    const { joints } = skeletonIn(plan, meanPose(plan, []), { x: 10, y: 10, w: 20, h: 40 })!;
    expect(joints).toEqual([
      { x: 10, y: 50, state: 'visible' },
      { x: 20, y: 30, state: 'absent' },
      { x: 30, y: 10, state: 'visible' },
    ]);
  });

  it('is the mean of those that are there, wherever and however large they are', () => {
    const drawn = [
      of([0, 0, 'visible'], [5, 10, 'visible'], [10, 10, 'visible']),
      of([100, 100, 'visible'], [300, 200, 'visible'], [300, 300, 'absent']),
    ];
    expect(meanPose(plan, drawn)).toEqual([{ x: 0, y: 0 }, { x: 0.75, y: 1 }, { x: 1, y: 1 }]); // prettier-ignore
  });
});
