/**
 * Tracks cut in two, made one, and held still: pure functions from keyframes to keyframes. What is seen on a frame stays
 * what it was, but for what is named.
 */
import { opsOf } from './shape.ts';
import type { Keyframe, KeyframeValue } from './keyframe.ts';
import type { Frame } from './time.ts';
import { keyframeBefore, keyframeOn, presentRanges, stateAt } from './track.ts';

type Keyframes = readonly Keyframe[];

/** What a keyframe set at a frame would hold; undefined where the object is not there. */
function seenAt(keyframes: Keyframes, at: Frame): KeyframeValue | undefined {
  const state = stateAt(keyframes, at);
  return state && { shape: state.shape, occluded: state.occluded, outside: false };
}

/**
 * A track in two: what is seen before a frame, and what is seen from it on. Undefined where one of them would be empty.
 */
export function splitAt(
  keyframes: Keyframes,
  at: Frame,
): { readonly before: Keyframes; readonly from: Keyframes } | undefined {
  const left = keyframes.filter(({ frame }) => frame < at);
  const right = keyframes.filter(({ frame }) => frame >= at);
  if (!left.some(({ outside }) => !outside)) return undefined;
  const here = seenAt(keyframes, at);
  const from = here && right[0]?.frame !== at ? [{ frame: at, ...here }, ...right] : right;
  const first = from.findIndex(({ outside }) => !outside);
  if (first < 0) return undefined;
  const last = left.at(-1) as Keyframe;
  const end = keyframeOn(keyframes, at) ?? { ...last, ...here, frame: at };
  const before = last.outside ? left : [...left, { ...end, outside: true }];
  return { before, from: from.slice(first) };
}

type Span = { readonly start: number; readonly end: number; readonly owner: number };

/** For each stretch of frames the first of the tracks that is there; ascending, gaps left out. */
function spansOf(all: readonly Keyframes[], count: number): readonly Span[] {
  const ranges = all.map((keyframes) =>
    presentRanges(keyframes, count).map(({ start, end }) => ({ start, end: Math.min(end, count) })),
  );
  const cuts = [...new Set(ranges.flat().flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const spans: Span[] = [];
  for (const [at, start] of cuts.entries()) {
    const end = cuts[at + 1];
    const owner = ranges.findIndex((own) => own.some((one) => one.start <= start && start < one.end));
    if (end === undefined || owner < 0) continue;
    const last = spans.at(-1);
    if (last?.owner === owner && last.end === start) spans[spans.length - 1] = { ...last, end };
    else spans.push({ start, end, owner });
  }
  return spans;
}

/**
 * Several tracks of one kind of shape as one: on each frame the first of them that is there. The motion of each is kept
 * to the last of its frames.
 *
 * @param count frames of the video
 */
export function merged(all: readonly Keyframes[], count: number): Keyframes {
  const spans = spansOf(all, count);
  return spans.flatMap(({ start, end, owner }, at) => {
    const own = all[owner] as Keyframes;
    const inside = own.filter(({ frame }) => frame >= start && frame < end);
    const head = inside[0]?.frame === start ? [] : keyed(own, start);
    const next = spans[at + 1];
    const found = [...head, ...inside];
    if (next?.start === end)
      return found.at(-1)?.frame === end - 1 ? found : [...found, ...keyed(own, end - 1)];
    if (end >= count) return found;
    const outside = keyframeOn(own, end as Frame) ?? { ...(found.at(-1) as Keyframe), frame: end as Frame };
    return [...found, { ...outside, outside: true }];
  });
}

function keyed(keyframes: Keyframes, at: number): Keyframe[] {
  const value = seenAt(keyframes, at as Frame);
  return value ? [{ frame: at as Frame, ...value }] : [];
}

/** Without its gaps between two frames: the object moves through them. Ends that reach beyond stay. */
export function bridged(keyframes: Keyframes, from: number, to: number): Keyframes {
  return keyframes.filter(({ frame, outside }, at) => {
    const comesBack = keyframes.slice(at + 1).some((later) => !later.outside && later.frame <= to);
    return !(outside && frame >= from && frame <= to && comesBack);
  });
}

/** The gap around a frame on which the object is not there: [start, end); undefined where it is no gap between two. */
export function gapAround(
  keyframes: Keyframes,
  at: Frame,
): { readonly start: Frame; readonly end: Frame } | undefined {
  const left = keyframes.slice(0, keyframeBefore(keyframes, at) + 1);
  const start = left[left.findLastIndex(({ outside }) => !outside) + 1];
  const end = keyframes.find(({ frame, outside }) => frame > at && !outside);
  if (!start?.outside || !end || !left.some(({ outside }) => !outside)) return undefined;
  return { start: start.frame, end: end.frame };
}

/**
 * The shape of a frame held on the next (or, where `to` is earlier, the previous) frames up to `to`, and what lay
 * there gone; beyond it all is as it was. Undefined where the object is not there at `at`.
 */
export function held(keyframes: Keyframes, at: Frame, to: Frame, count: number): Keyframes | undefined {
  const value = seenAt(keyframes, at);
  if (!value) return undefined;
  const [start, end] = [Math.min(at, to), Math.max(at, to)] as [Frame, Frame];
  const kept = keyframes.filter(({ frame }) => frame < start || frame > end);
  const ends = start === end ? [start] : [start, end];
  const beyond =
    end + 1 < count && !stateAt(keyframes, (end + 1) as Frame) ? endAfter(keyframes, end, value) : [];
  return [...kept, ...ends.map((frame) => ({ frame, ...value })), ...beyond]
    .filter(({ frame }, index, all) => all.findIndex((one) => one.frame === frame) === index)
    .sort((a, b) => a.frame - b.frame);
}

/** Where the object was gone after the held frames it stays gone. */
function endAfter(keyframes: Keyframes, end: Frame, value: KeyframeValue): Keyframe[] {
  const next = (end + 1) as Frame;
  return keyframeOn(keyframes, next) ? [] : [{ frame: next, ...value, outside: true }];
}

/** Moved in time so that what lay on `from` lies on `to`; what leaves the video at its end is cut off. */
export function shiftedTo(keyframes: Keyframes, by: number, count: number): Keyframes {
  return keyframes
    .filter(({ frame }) => frame + by >= 0 && frame + by < count)
    .map((one) => ({ ...one, frame: (one.frame + by) as Frame }));
}

/** The same motion elsewhere on the picture. */
export function movedBy(keyframes: Keyframes, dx: number, dy: number): Keyframes {
  return keyframes.map((one) => ({ ...one, shape: opsOf(one.shape.kind).move(one.shape, dx, dy) }));
}
