/** One object through time: keyframes set by hand, import or model, and what lies between them. */
import type { Attributed } from './attributed.ts';
import type { LabelId, TrackId } from './id.ts';
import type { Keyframe } from './keyframe.ts';
import { opsOf, type Shape, type ShapeKind } from './shape.ts';
import type { Frame } from './time.ts';

/** Who made a mark: a person's hand, a file, or a program. */
export type Source = 'hand' | 'import' | 'model';
export const SOURCES: readonly Source[] = ['hand', 'import', 'model'];

export type Track = {
  readonly id: TrackId;
  readonly label: LabelId;
  readonly kind: ShapeKind;
  readonly source: Source;
  readonly deleted: boolean;
  /** Ascending by frame, one per frame. */
  readonly keyframes: readonly Keyframe[];
} & Attributed;

/** What a track is at one frame. */
export type TrackState = {
  readonly shape: Shape;
  readonly occluded: boolean;
  /** True where a keyframe lies on this very frame, false where the shape is interpolated or held. */
  readonly keyframe: boolean;
  /** The keyframe that lies here was made by a machine, and no hand has set it since. */
  readonly made?: true;
};

/** Index of the last keyframe at or before a frame; -1 where there is none. O(log n). */
export function keyframeBefore(keyframes: readonly Keyframe[], at: Frame): number {
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keyframes[middle] as Keyframe).frame <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The keyframe on this very frame, if there is one. */
export function keyframeOn(keyframes: readonly Keyframe[], at: Frame): Keyframe | undefined {
  const found = keyframes[keyframeBefore(keyframes, at)];
  return found?.frame === at ? found : undefined;
}

/**
 * The track at a frame, by CVAT's rules: nothing before the first keyframe; linear between two; toward an outside
 * keyframe the motion still runs, and from it on there is nothing; after the last one the shape is held.
 */
export function stateAt(keyframes: readonly Keyframe[], at: Frame): TrackState | undefined {
  const index = keyframeBefore(keyframes, at);
  const left = keyframes[index];
  if (!left || left.outside) return undefined;
  const right = keyframes[index + 1];
  if (left.frame === at || !right || left.shape.kind !== right.shape.kind) {
    const keyframe = left.frame === at;
    return {
      shape: left.shape,
      occluded: left.occluded,
      keyframe,
      ...(keyframe && left.made && { made: true }),
    };
  }
  const t = (at - left.frame) / (right.frame - left.frame);
  const shape = opsOf(left.shape.kind).interpolate(left.shape, right.shape, t);
  return { shape, occluded: left.occluded, keyframe: false };
}

/** Half-open frame ranges in which the track is there, up to `count` frames of video. */
export function presentRanges(
  keyframes: readonly Keyframe[],
  count: number,
): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let start: number | undefined;
  for (const keyframe of keyframes) {
    if (!keyframe.outside) start ??= keyframe.frame;
    else if (start !== undefined) {
      ranges.push({ start, end: keyframe.frame });
      start = undefined;
    }
  }
  if (start !== undefined && start < count) ranges.push({ start, end: count });
  return ranges;
}
