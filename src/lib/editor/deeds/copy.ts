/** Copying marks, and putting them down at another frame, another place of the picture or in another video. */
import { setAttribute } from '#lib/doc/edit/attribute.ts';
import { setDoubt } from '#lib/doc/edit/annotation.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { addWholeTrack } from '#lib/doc/edit/rework.ts';
import { addSegment } from '#lib/doc/edit/segment.ts';
import { readClip, writeClip, type Clip } from '#lib/interchange/clip.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Event } from '#lib/model/event.ts';
import { newId, type LabelId } from '#lib/model/id.ts';
import type { Segment } from '#lib/model/segment.ts';
import { labelOf, tierOf } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import { movedBy, shiftedTo } from '#lib/model/track-parts.ts';
import type { Editor } from '../editor.ts';

/** Under which a device keeps what was copied last. */
const KEPT = 'clip';
/** How far a duplicate lies from what it is of, in image pixels. */
const ASIDE = 10;

/** The selected marks as they are now; phases are no marks of their own and stay behind. */
function clipOf({ selection, reading, playhead }: Editor): Clip {
  const [tracks, segments, events]: [Track[], Segment[], Event[]] = [[], [], []];
  for (const ref of selection.refs.value) {
    if (ref.kind === 'track')
      tracks.push(...(reading.tracks.get(ref.id) ? [reading.tracks.get(ref.id) as Track] : []));
    const segment = ref.kind === 'segment' ? reading.segments.get(ref.id) : undefined;
    const event = ref.kind === 'event' ? reading.events.get(ref.id) : undefined;
    if (segment) segments.push(segment);
    if (event) events.push(event);
  }
  return { frame: playhead.shown.value, tracks, segments, events };
}

function countOf({ tracks, segments, events }: Clip): number {
  return tracks.length + segments.length + events.length;
}

/** Keeps the selection to be pasted: here, in another video, or in another window of this device. */
export function copySelection(editor: Editor): void {
  const clip = clipOf(editor);
  const count = countOf(clip);
  if (count === 0) return editor.say('Phases cannot be copied: mark their range with I and O.', 'warn');
  editor.clipboard.write(KEPT, writeClip(clip));
  const [only] = editor.selection.refs.value;
  editor.say(`Copied ${count === 1 && only ? editor.captionOf(only) : `${count} marks`}`);
}

export type PasteHow = 'moving' | 'still';

/**
 * Puts down what was copied so that the frame it was copied on is the shown one: objects with all their motion, or
 * `still` as they were on that frame.
 */
export function paste(editor: Editor, how: PasteHow): void {
  const text = editor.clipboard.read(KEPT);
  const clip = text === undefined ? undefined : readClip(text);
  if (!clip) return editor.say('Nothing was copied yet: select marks and press Ctrl+C.', 'warn');
  const at = editor.playhead.shown.value;
  put(editor, 'paste', how === 'still' ? stillAt(clip) : clip, at - clip.frame, 0);
}

/** Once more, a little aside, at the same time. */
export function duplicate(editor: Editor): void {
  put(editor, 'duplicate', clipOf(editor), 0, ASIDE);
}

/** Each object as it is on the frame that was shown, if it is there. */
function stillAt(clip: Clip): Clip {
  const frame = clip.frame as Frame;
  const tracks = clip.tracks.flatMap((track) => {
    const state = stateAt(track.keyframes, frame);
    if (!state) return [];
    const { shape, occluded } = state;
    const { changes: _, ...rest } = track;
    return [{ ...rest, keyframes: [{ frame, shape, occluded, outside: false }] }];
  });
  return { ...clip, tracks };
}

/** Moved in time and aside; what has no place here is left out, and that is said. */
function put(editor: Editor, verb: string, clip: Clip, by: number, aside: number): void {
  const { options, playhead } = editor;
  const { labels, taxonomy } = options;
  const inside = (frame: number) => frame >= 0 && frame < playhead.count;
  const known = (label: LabelId) => labelOf(taxonomy, label) !== undefined;
  const tracks = clip.tracks.flatMap((track) => {
    const keyframes = movedBy(shiftedTo(track.keyframes, by, playhead.count), aside, aside);
    const seen = keyframes.some(({ outside }) => !outside);
    return seen && known(track.label) ? [{ ...track, keyframes, id: newId<'track'>() }] : [];
  });
  const segments = clip.segments.filter(
    ({ start, label, tier }) => inside(start + by) && known(label) && tierOf(taxonomy, tier)?.mode === 'free',
  );
  const events = clip.events.filter(({ frame, label }) => inside(frame + by) && known(label));
  const count = tracks.length + segments.length + events.length;
  const left = countOf(clip) - count;
  if (count === 0)
    return editor.say('Nothing of it has a place here: other labels, or beyond the video.', 'warn');
  const made: AnnotationRef[] = [];
  editor.playhead.pause();
  const done = editor.act(
    `${verb} ${count === 1 ? 'a mark' : `${count} marks`}`,
    playhead.shown.value,
    made,
    () => {
      for (const track of tracks) {
        const changes = track.changes?.flatMap((one) =>
          inside(one.frame + by) ? [{ ...one, frame: (one.frame + by) as Frame }] : [],
        );
        const { id, label, kind, source, keyframes, attributes } = track;
        addWholeTrack(labels, {
          id,
          label,
          kind,
          source,
          keyframes,
          attributes,
          ...(changes && { changes }),
        });
        made.push({ kind: 'track', id });
      }
      for (const segment of segments) {
        const { tier, label, start, end } = segment;
        const moved = { start: (start + by) as Frame, end: Math.min(end + by, playhead.count) as Frame };
        finish(editor, { kind: 'segment', id: addSegment(labels, { tier, label, ...moved }) }, segment, made);
      }
      for (const event of events) {
        const id = addEvent(labels, { label: event.label, frame: (event.frame + by) as Frame });
        finish(editor, { kind: 'event', id }, event, made);
      }
    },
  );
  if (!done) return;
  editor.selection.set(made);
  if (left > 0)
    editor.say(`${left} of them have no place here: other labels or tiers, or beyond the video.`, 'warn');
}

/** What is said of an interval or an event goes with it. */
function finish(
  { options: { labels } }: Editor,
  ref: AnnotationRef & { readonly kind: 'segment' | 'event' },
  { attributes, doubt }: Segment | Event,
  made: AnnotationRef[],
): void {
  for (const [key, value] of Object.entries(attributes)) setAttribute(labels, ref, key, value);
  if (doubt) setDoubt(labels, ref, doubt);
  made.push(ref);
}
