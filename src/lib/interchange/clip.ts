/** Marks on their way from one place to another by copy and paste, as text: checked as a native file is. */
import type { Event } from '#lib/model/event.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Segment } from '#lib/model/segment.ts';
import { opsOf } from '#lib/model/shape.ts';
import type { Track } from '#lib/model/track.ts';
import { Given } from './given.ts';
import { readEvent, readSegment, readTrack } from './read-marks.ts';

const FORMAT = 'loupe-clip';
const MAX_MARKS = 5000;
/** Longest text that is looked at, in characters. */
const MAX_TEXT = 8_000_000;

export type Clip = {
  /** The frame that was shown when it was copied. */
  readonly frame: number;
  readonly tracks: readonly Track[];
  readonly segments: readonly Segment[];
  readonly events: readonly Event[];
};

export function writeClip({ frame, tracks, segments, events }: Clip): string {
  const unknown = { made: null, changed: null };
  return JSON.stringify({
    format: FORMAT,
    frame,
    tracks: tracks.map(({ id, label, kind, source, deleted, attributes, changes, keyframes }) => ({
      id,
      label,
      kind,
      source,
      deleted,
      attributes,
      ...(changes && { changes }),
      ...unknown,
      keyframes: keyframes.map(({ frame: at, shape, outside, occluded }) => ({
        frame: at,
        shape: opsOf(shape.kind).toNumbers(shape),
        ...(outside && { outside }),
        ...(occluded && { occluded }),
      })),
    })),
    segments: segments.map((one) => ({ ...one, ...unknown })),
    events: events.map((one) => ({ ...one, ...unknown })),
  });
}

/** The marks in a text; undefined for a text that is anything else, or too long. */
export function readClip(text: string): Clip | undefined {
  if (text.length > MAX_TEXT || !text.includes(FORMAT)) return undefined;
  try {
    const clip = new Given(JSON.parse(text), 'The clip').fields([
      'format',
      'frame',
      'tracks',
      'segments',
      'events',
    ]);
    clip.format.oneOf([FORMAT]);
    return {
      frame: clip.frame.whole(0, Number.MAX_SAFE_INTEGER),
      tracks: clip.tracks.list(MAX_MARKS, (one) => readTrack(one).mark),
      segments: clip.segments.list(MAX_MARKS, (one) => readSegment(one).mark),
      events: clip.events.list(MAX_MARKS, (one) => readEvent(one).mark),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Refusal) return undefined;
    throw error;
  }
}
