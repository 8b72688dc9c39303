/** What a hand does to whole objects in time: splitting, merging, joining, holding. Each is one gesture. */
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import { setAttribute, setAttributeFrom } from '#lib/doc/edit/attribute.ts';
import { addWholeTrack, replaceKeyframes } from '#lib/doc/edit/rework.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { valueAt, type Attributed } from '#lib/model/attributed.ts';
import { newId, type TrackId } from '#lib/model/id.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import { bridged, gapAround, held, merged, splitAt } from '#lib/model/track-parts.ts';
import type { Editor } from '../editor.ts';
import { trackRef } from './track.ts';

/** In two at a frame: the first keeps its name, the second begins there with the same label and answers. */
export function splitTracks(editor: Editor, tracks: readonly Track[], at: Frame): void {
  const found = tracks.flatMap((track) => {
    const parts = splitAt(track.keyframes, at);
    return parts ? [{ track, parts, id: newId<'track'>() }] : [];
  });
  if (found.length === 0)
    return editor.say('Nothing selected is there both before this frame and from it on.', 'warn');
  const refs = found.flatMap(({ track, id }) => [trackRef(track.id), trackRef(id)]);
  const done = act(
    editor,
    'split',
    found.map(({ track }) => track),
    at,
    refs,
    () => {
      const { labels } = editor.options;
      for (const { track, parts, id } of found) {
        const { label, kind, source } = track;
        replaceKeyframes(labels, track.id, track.keyframes, parts.before);
        addWholeTrack(labels, { id, label, kind, source, keyframes: parts.from, ...saidFrom(track, at) });
        for (const { frame, key } of track.changes ?? [])
          if (frame >= at) setAttributeFrom(labels, track.id, frame, key, null);
      }
    },
  );
  if (done) editor.selection.set(found.map(({ id }) => trackRef(id)));
}

/** What is said of a track from a frame on, as of one that begins there. */
function saidFrom(track: Attributed, at: Frame): Attributed {
  const { attributes, changes = [] } = track;
  const keys = new Set([...Object.keys(attributes), ...changes.map(({ key }) => key)]);
  const whole = [...keys]
    .map((key) => [key, valueAt(track, key, at)] as const)
    .filter(([, value]) => value !== null);
  const later = changes.filter(({ frame }) => frame > at);
  return { attributes: Object.fromEntries(whole), ...(later.length > 0 && { changes: later }) };
}

/** Of two people who merge the same objects at once both must end with the same one: the earliest, then by id. */
function inMergeOrder(tracks: readonly Track[]): readonly Track[] {
  return tracks.toSorted((a, b) => (firstFrameOf(a) ?? 0) - (firstFrameOf(b) ?? 0) || (a.id < b.id ? -1 : 1));
}

/** One of several: on each frame the earliest of them that is there. `fills`: the gaps between them are moved through. */
export function mergeTracks(editor: Editor, tracks: readonly Track[], fills: boolean): void {
  const [target, ...others] = inMergeOrder(tracks);
  if (!target || others.length === 0) return;
  if (!canBeOne(editor, target, others)) return;
  const all = [target, ...others].map(({ keyframes }) => keyframes);
  const whole = merged(all, editor.playhead.count);
  const keyframes = fills ? bridged(whole, whole[0]?.frame ?? 0, whole.at(-1)?.frame ?? 0) : whole;
  const refs = tracks.map(({ id }) => trackRef(id));
  const done = act(editor, fills ? 'join' : 'merge', tracks, keyframes[0]?.frame ?? null, refs, () => {
    const { labels } = editor.options;
    replaceKeyframes(labels, target.id, target.keyframes, keyframes);
    for (const other of others) takeOverAnswers(editor, target, other);
    for (const { id } of others) setDeleted(labels, trackRef(id), true);
  });
  if (done) editor.selection.set([trackRef(target.id)]);
}

/** What is said of the target stays; of the others it takes what it lacks. */
function takeOverAnswers(editor: Editor, target: Track, { attributes, changes = [] }: Track): void {
  const { labels } = editor.options;
  for (const [key, value] of Object.entries(attributes))
    if (!Object.hasOwn(target.attributes, key)) setAttribute(labels, trackRef(target.id), key, value);
  for (const { frame, key, value } of changes) {
    const taken = stateAt(target.keyframes, frame) !== undefined;
    if (!taken) setAttributeFrom(labels, target.id, frame, key, value);
  }
}

function canBeOne(editor: Editor, target: Track, others: readonly Track[]): boolean {
  const joints = (track: Track) => {
    const shape = track.keyframes[0]?.shape;
    return shape?.kind === 'skeleton' ? shape.joints.length : 0;
  };
  if (others.every((one) => one.kind === target.kind && joints(one) === joints(target))) return true;
  editor.say('Only objects of one kind of shape can be made one.', 'warn');
  return false;
}

/** Fills the gap of each object around a frame: it moves through from where it left to where it comes back. */
export function fillGaps(editor: Editor, tracks: readonly Track[], at: Frame): void {
  const found = tracks.flatMap((track) => {
    const gap = gapAround(track.keyframes, at);
    return gap ? [{ track, keyframes: bridged(track.keyframes, gap.start, gap.end) }] : [];
  });
  if (found.length === 0)
    return editor.say(
      'Select several objects, or go to a gap of the selected one: there it is joined.',
      'warn',
    );
  put(editor, 'join', found, at);
}

/** Holds what is seen at a frame on so many frames after it (negative: before it). */
export function holdShape(editor: Editor, tracks: readonly Track[], at: Frame, by: number): void {
  const { count } = editor.playhead;
  const to = clampFrame(at + by, count);
  const found = tracks.flatMap((track) => {
    const keyframes = held(track.keyframes, at, to, count);
    return keyframes && to !== at ? [{ track, keyframes }] : [];
  });
  if (found.length === 0)
    return editor.say('Nothing selected is there at this frame with room that way.', 'warn');
  put(editor, 'propagate', found, at);
}

type Reworked = { readonly track: Track; readonly keyframes: readonly Keyframe[] };

function put(editor: Editor, verb: string, found: readonly Reworked[], at: Frame): void {
  const tracks = found.map(({ track }) => track);
  act(
    editor,
    verb,
    tracks,
    at,
    tracks.map(({ id }) => trackRef(id)),
    () => {
      for (const { track, keyframes } of found)
        replaceKeyframes(editor.options.labels, track.id, track.keyframes, keyframes);
    },
  );
}

function act(
  editor: Editor,
  verb: string,
  tracks: readonly { readonly id: TrackId }[],
  at: Frame | null,
  refs: readonly AnnotationRef[],
  run: () => void,
): boolean {
  const [first] = tracks;
  if (!first) return false;
  editor.playhead.pause();
  const what = tracks.length === 1 ? editor.captionOf(trackRef(first.id)) : `${tracks.length} objects`;
  return editor.act(`${verb} ${what}`, at, refs, run);
}
