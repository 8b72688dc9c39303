/** What a tracker has found becomes keyframes: few, marked as made by a machine, as one gesture. */
import { removeKeyframe, setKeyframe } from '#lib/doc/edit/track.ts';
import type { TrackId } from '#lib/model/id.ts';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import { thinned, type Placed } from '#lib/model/thinned-keyframes.ts';
import type { Frame } from '#lib/model/time.ts';
import { keyframeOn, stateAt, type Track } from '#lib/model/track.ts';
import type { Editor } from '../editor.ts';
import { trackRef } from './track.ts';

/** Forwards or backwards. */
export type Direction = 1 | -1;

/** An object may lie so far from where it was found: this share of its smaller side, but at least so many pixels. */
const TOLERANCE = 0.03;
const LEAST_TOLERANCE_PX = 1;

/** How far tracking goes: to the frame before the next keyframe that a hand has set, the mark of a range, or the end. */
export function trackingLimit(
  { reading, playhead, marks }: Editor,
  id: TrackId,
  from: Frame,
  direction: Direction,
): Frame {
  const keyframes = reading.tracks.get(id)?.keyframes ?? [];
  const mark = direction > 0 ? marks.out.value : marks.in.value;
  const stops = keyframes
    .filter(({ frame, made }) => !made && (frame - from) * direction > 0)
    .map(({ frame }) => frame - direction);
  if (mark !== null && (mark - from) * direction > 0) stops.push(mark);
  const end = direction > 0 ? playhead.count - 1 : 0;
  return (direction > 0 ? Math.min(end, ...stops) : Math.max(end, ...stops)) as Frame;
}

/** How much of it was kept; undefined where nothing could be, and it is said why. */
export type Kept = { readonly frames: number; readonly keyframes: number };

/**
 * Sets what was found as keyframes over those that a tracker has set there before. What hands have set meanwhile stays,
 * and nothing beyond it is kept.
 *
 * @param placed in the order in which they were found, beginning beside `first`
 */
export function keepTracked(
  editor: Editor,
  { id, first, direction }: { readonly id: TrackId; readonly first: Frame; readonly direction: Direction },
  placed: readonly Placed[],
): Kept | undefined {
  const track = editor.reading.tracks.get(id);
  const state = track && !track.deleted ? stateAt(track.keyframes, first) : undefined;
  if (!track || !state) {
    editor.say('The object is gone: what was tracked is not kept.', 'warn');
    return undefined;
  }
  const limit = trackingLimit(editor, id, first, direction);
  const within = placed.filter(({ frame }) => (limit - frame) * direction >= 0);
  const last = within.at(-1)?.frame;
  if (last === undefined) return undefined;
  const ascending = [{ frame: first, shape: state.shape }, ...within];
  if (direction < 0) ascending.reverse();
  const { w, h } = boundsSeen(state.shape, editor.viewport.aspect);
  const tolerance = Math.max(LEAST_TOLERANCE_PX, TOLERANCE * Math.min(w, h));
  const few = thinned(ascending, tolerance).filter(({ frame }) => frame !== first);
  const caption = `track ${editor.captionOf(trackRef(id))} through ${within.length} frames`;
  const done = editor.act(caption, last, [trackRef(id)], () => {
    const { labels } = editor.options;
    const occluded = state.occluded;
    if (!keyframeOn(track.keyframes, first))
      setKeyframe(labels, id, first, { shape: state.shape, outside: false, occluded });
    for (const frame of madeBetween(track, first, last)) removeKeyframe(labels, id, frame);
    for (const { frame, shape } of few)
      setKeyframe(labels, id, frame, { shape, outside: false, occluded, made: true });
  });
  return done ? { frames: within.length, keyframes: few.length } : undefined;
}

/** Frames of the keyframes that a machine has made between two, the second one too. */
function madeBetween({ keyframes }: Track, first: Frame, last: Frame): readonly Frame[] {
  const [from, to] = [Math.min(first, last), Math.max(first, last)];
  return keyframes
    .filter(({ frame, made }) => made && frame >= from && frame <= to && frame !== first)
    .map(({ frame }) => frame);
}
