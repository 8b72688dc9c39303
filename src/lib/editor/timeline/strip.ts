/** What a track's lane shows between its keyframes: where the object is there, and where it is hidden. */
import { presentRanges, type Track } from '#lib/model/track.ts';

/** Half-open, in frames. */
export type Span = { readonly start: number; readonly end: number };
export type Strip = { readonly present: readonly Span[]; readonly occluded: readonly Span[] };

/** Frame ranges in which the track is there but hidden: from an occluded keyframe to the next one. */
export function occludedRanges(track: Track, count: number): Span[] {
  const spans: Span[] = [];
  track.keyframes.forEach((keyframe, index) => {
    if (!keyframe.occluded || keyframe.outside) return;
    const end = Math.min(count, track.keyframes[index + 1]?.frame ?? count);
    const last = spans.at(-1);
    if (last && last.end === keyframe.frame) spans[spans.length - 1] = { start: last.start, end };
    else if (end > keyframe.frame) spans.push({ start: keyframe.frame, end });
  });
  return spans;
}

/** Tracks are immutable values, so what was made for one holds as long as the track does. */
const made = new WeakMap<Track, { readonly count: number; readonly strip: Strip }>();

/** The strip of a track in a video of `count` frames; made once for each version of the track. */
export function stripOf(track: Track, count: number): Strip {
  const known = made.get(track);
  if (known?.count === count) return known.strip;
  const strip = { present: presentRanges(track.keyframes, count), occluded: occludedRanges(track, count) };
  made.set(track, { count, strip });
  return strip;
}
