/** Finding keyframes by frame without walking over all of them: a track may have hundreds of thousands. */
import type { Keyframe } from '#lib/model/keyframe.ts';

/** Index of the first keyframe at or after a position in frames; the length where there is none. O(log n). */
export function firstKeyframeFrom(keyframes: readonly Keyframe[], at: number): number {
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keyframes[middle] as Keyframe).frame < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The keyframe whose frame is nearest to a position; undefined for a track without any. */
export function nearestKeyframe(keyframes: readonly Keyframe[], at: number): Keyframe | undefined {
  const index = firstKeyframeFrom(keyframes, at);
  const after = keyframes[index];
  const before = keyframes[index - 1];
  if (!before || !after) return after ?? before;
  return at - before.frame <= after.frame - at ? before : after;
}

/** Frames to both neighbours of the keyframe at `index`, the smaller of the two; Infinity for a lone one. */
export function distanceToNeighbour(keyframes: readonly Keyframe[], index: number): number {
  const here = keyframes[index];
  if (!here) return Infinity;
  const before = keyframes[index - 1];
  const after = keyframes[index + 1];
  return Math.min(before ? here.frame - before.frame : Infinity, after ? after.frame - here.frame : Infinity);
}
