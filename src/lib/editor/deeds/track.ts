/** What a hand does to objects: each function is one gesture, one transaction, one entry of undo. */
import { addTrack, removeKeyframe, setKeyframe } from '#lib/doc/edit/track.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';
import { newId, type LabelId, type TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { Shape } from '#lib/model/shape.ts';
import { labelOf } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import { keyframeBefore, keyframeOn, stateAt, type Track } from '#lib/model/track.ts';
import type { Editor } from '../editor.ts';
import { onlyLabel } from './drawing.ts';
import { removeWhole } from './removal.ts';

export function trackRef(id: TrackId): AnnotationRef & { readonly kind: 'track' } {
  return { kind: 'track', id };
}

/** A new object, selected; with no label armed and more than one to choose from it is asked for at `at`, and made when it is chosen. */
export function createTrack(editor: Editor, frame: Frame, shape: Shape, at: ScreenPoint): void {
  if (!editor.mayEdit()) return;
  const label = editor.armed.value ?? onlyLabel(editor.options.taxonomy, shape.kind);
  if (label) return makeTrack(editor, label, frame, shape);
  const choose = (chosen: LabelId) => makeTrack(editor, chosen, frame, shape);
  editor.ask({ kind: 'pick-label', at, shape: shape.kind, choose });
}

/** Whether the label of what was just drawn is still asked for. */
export function isLabelAsked({ asks }: Editor): boolean {
  return asks.value?.kind === 'pick-label';
}

/** A new object with this label, selected. Ask `mayEdit` first. */
export function makeTrack(editor: Editor, label: LabelId, frame: Frame, shape: Shape): void {
  const id = newId<'track'>();
  const name = labelOf(editor.options.taxonomy, label)?.name ?? 'object';
  editor.hand.transact({ caption: `draw ${name}`, frame, refs: [trackRef(id)] }, () => {
    addTrack(editor.options.labels, { id, label, kind: shape.kind }, frame, {
      shape,
      outside: false,
      occluded: false,
    });
  });
  editor.selection.set([trackRef(id)]);
  editor.say(`Drew ${editor.captionOf(trackRef(id))}`);
}

/** Sets the shape of an object at a frame; whether it is occluded there stays as it was. */
export function reshape(editor: Editor, id: TrackId, frame: Frame, shape: Shape, verb: string): void {
  const track = editor.reading.tracks.get(id);
  if (!track) return;
  const occluded = stateAt(track.keyframes, frame)?.occluded ?? false;
  put(editor, track, frame, { shape, outside: false, occluded }, verb);
}

/** A keyframe with what is seen at the frame; where the object is outside, it comes back as it was last. */
export function setKeyframeAt(editor: Editor, track: Track, frame: Frame): void {
  put(editor, track, frame, valueAt(track, frame), 'set keyframe of');
}

/** Removes the keyframe of a frame; the last one there is takes the whole object with it. */
export function removeKeyframeAt(editor: Editor, track: Track, frame: Frame): void {
  if (!keyframeOn(track.keyframes, frame)) return editor.say('There is no keyframe on this frame.', 'warn');
  const others = track.keyframes.filter((one) => one.frame !== frame);
  if (others.every(({ outside }) => outside)) return removeWhole(editor, [trackRef(track.id)]);
  act(editor, track, frame, 'remove keyframe of', () => {
    removeKeyframe(editor.options.labels, track.id, frame);
  });
}

/** The object is hidden behind something from here to the next keyframe, or no longer. */
export function toggleOccluded(editor: Editor, track: Track, frame: Frame): void {
  const value = valueAt(track, frame);
  if (!stateAt(track.keyframes, frame)) return editor.say('The object is not there at this frame.', 'warn');
  put(editor, track, frame, { ...value, occluded: !value.occluded }, value.occluded ? 'uncover' : 'occlude');
}

/** The object is gone from this frame to its next keyframe; on a frame where it is gone it comes back. */
export function toggleOutside(editor: Editor, track: Track, frame: Frame): void {
  const gone = !stateAt(track.keyframes, frame);
  if (gone) return setKeyframeAt(editor, track, frame);
  const elsewhere = track.keyframes.some((one) => !one.outside && one.frame !== frame);
  if (!elsewhere) return removeWhole(editor, [trackRef(track.id)]);
  put(editor, track, frame, { ...valueAt(track, frame), outside: true }, 'end');
}

/** The object is gone from this frame on, for good: later keyframes go. At or before its beginning all of it goes. */
export function endTrackAt(editor: Editor, track: Track, frame: Frame): void {
  const first = track.keyframes.find(({ outside }) => !outside);
  if (!first || first.frame >= frame) return removeWhole(editor, [trackRef(track.id)]);
  act(editor, track, frame, 'end', () => {
    const { labels } = editor.options;
    for (const one of track.keyframes) if (one.frame > frame) removeKeyframe(labels, track.id, one.frame);
    setKeyframe(labels, track.id, frame, { ...valueAt(track, frame), outside: true });
  });
}

/** The object begins at this frame: what lies before goes, or its first shape is held from here. */
export function trimTrackStart(editor: Editor, track: Track, frame: Frame): void {
  const value = { ...valueAt(track, frame), outside: false };
  act(editor, track, frame, 'trim start of', () => {
    const { labels } = editor.options;
    for (const one of track.keyframes) if (one.frame < frame) removeKeyframe(labels, track.id, one.frame);
    setKeyframe(labels, track.id, frame, value);
  });
}

/** This frame is the last on which the object is seen. */
export function trimTrackEnd(editor: Editor, track: Track, frame: Frame): void {
  const first = track.keyframes.find(({ outside }) => !outside);
  if (first && first.frame > frame) return editor.say('The object begins after this frame.', 'warn');
  const value = { ...valueAt(track, frame), outside: false };
  const next = (frame + 1) as Frame;
  act(editor, track, frame, 'trim end of', () => {
    const { labels } = editor.options;
    for (const one of track.keyframes) if (one.frame > frame) removeKeyframe(labels, track.id, one.frame);
    setKeyframe(labels, track.id, frame, value);
    if (next < editor.playhead.count) setKeyframe(labels, track.id, next, { ...value, outside: true });
  });
}

/** What a keyframe set at a frame would hold: the state there, else the last shape before, else the first one. */
function valueAt(track: Track, frame: Frame): KeyframeValue {
  const state = stateAt(track.keyframes, frame);
  if (state) return { shape: state.shape, outside: false, occluded: state.occluded };
  const near = track.keyframes[Math.max(0, keyframeBefore(track.keyframes, frame))];
  if (!near) throw new Error(`Track ${track.id} has no keyframe.`);
  return { shape: near.shape, outside: false, occluded: false };
}

function put(editor: Editor, track: Track, frame: Frame, value: KeyframeValue, verb: string): void {
  act(editor, track, frame, verb, () => setKeyframe(editor.options.labels, track.id, frame, value));
}

function act(editor: Editor, track: Track, frame: Frame, verb: string, run: () => void): void {
  const ref = trackRef(track.id);
  editor.act(`${verb} ${editor.captionOf(ref)}`, frame, [ref], run);
}
