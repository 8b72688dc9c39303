/** Edits of tracks and their keyframes. Call them inside `Hand.transact`. */
import { newId, type LabelId, type TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Source } from '#lib/model/track.ts';
import { assertEditable } from '../open.ts';
import { packKeyframe, removedKeyframe } from '../pack.ts';
import type { LabelsDoc } from '../schema.ts';
import { container, entityIn, mapIn, put } from './put.ts';
import { stampSchema } from './stamp.ts';

export type NewTrack = {
  readonly id?: TrackId;
  readonly label: LabelId;
  readonly kind: ShapeKind;
  readonly source?: Source;
};

/** Makes a track with its first keyframe, all its containers with it. */
export function addTrack(
  doc: LabelsDoc,
  { id = newId<'track'>(), label, kind, source = 'hand' }: NewTrack,
  frame: Frame,
  value: KeyframeValue,
): TrackId {
  stampSchema(doc);
  const kf = container({ [frame]: packKeyframe(value) });
  const [attr, fattr] = [container(), container()];
  doc.tracks.set(id, container({ label, kind, source, deleted: false, kf, attr, fattr }));
  return id;
}

/** Sets the keyframe at a frame as a whole. */
export function setKeyframe(doc: LabelsDoc, id: TrackId, frame: Frame, value: KeyframeValue): void {
  assertEditable(doc);
  put(mapIn(entityIn(doc.tracks, id), 'kf'), String(frame), packKeyframe(value));
}

/** Removes the keyframe at a frame, if there is one. The track stays, also without keyframes. */
export function removeKeyframe(doc: LabelsDoc, id: TrackId, frame: Frame): void {
  assertEditable(doc);
  const keyframes = mapIn(entityIn(doc.tracks, id), 'kf');
  if (keyframes.has(String(frame))) put(keyframes, String(frame), removedKeyframe());
}

export function setTrackLabel(doc: LabelsDoc, id: TrackId, label: LabelId): void {
  assertEditable(doc);
  put(entityIn(doc.tracks, id), 'label', label);
}
