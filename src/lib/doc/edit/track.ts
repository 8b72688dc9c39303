/**
 * Edits of tracks and their keyframes. Call them inside `Hand.transact`; in a document of a newer schema they
 * refuse `read-only`.
 */
import { newId, type LabelId, type TrackId } from '#lib/model/id.ts';
import type { Keyframe, KeyframeValue } from '#lib/model/keyframe.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Source } from '#lib/model/track.ts';
import { packBase } from '../base.ts';
import { keyframeBelow } from '../entity/absent.ts';
import { assertEditable } from '../open.ts';
import { packKeyframe, removedKeyframe } from '../pack.ts';
import { BASE_KEY, type LabelsDoc } from '../schema.ts';
import { container, entityIn, mapIn, put, sameValue } from './put.ts';
import { stampSchema } from './stamp.ts';

export type NewTrack = {
  readonly id?: TrackId;
  readonly label: LabelId;
  readonly kind: ShapeKind;
  readonly source?: Source;
};
/** `base`: ascending by frame, at least one; all of the track's kind. */
export type PackedTrack = NewTrack & { readonly base: readonly Keyframe[] };

/** Makes a track with its first keyframe, all its containers with it. */
export function addTrack(doc: LabelsDoc, track: NewTrack, frame: Frame, value: KeyframeValue): TrackId;
/**
 * Makes a track from the keyframes of a program or an import, packed as one value that never changes; people's lie
 * above them.
 *
 * @throws Refusal `too-large` when they need more than MAX_BASE bytes
 */
export function addTrack(doc: LabelsDoc, track: PackedTrack): TrackId;
export function addTrack(
  doc: LabelsDoc,
  { id = newId<'track'>(), label, kind, source = 'hand', base }: NewTrack & Partial<PackedTrack>,
  frame?: Frame,
  value?: KeyframeValue,
): TrackId {
  stampSchema(doc);
  const kf = container(frame === undefined || !value ? {} : { [frame]: packKeyframe(value) });
  const packed = base ? { [BASE_KEY]: packBase(kind, base) } : {};
  const [attr, fattr] = [container(), container()];
  doc.tracks.set(id, container({ label, kind, source, deleted: false, ...packed, kf, attr, fattr }));
  return id;
}

/** Sets the keyframe at a frame as a whole. */
export function setKeyframe(doc: LabelsDoc, id: TrackId, frame: Frame, value: KeyframeValue): void {
  putKeyframe(doc, id, frame, packKeyframe(value));
}

/** Removes the keyframe at a frame, if there is one. The track stays, also without keyframes. */
export function removeKeyframe(doc: LabelsDoc, id: TrackId, frame: Frame): void {
  putKeyframe(doc, id, frame, removedKeyframe());
}

/** Gives it another label. */
export function setTrackLabel(doc: LabelsDoc, id: TrackId, label: LabelId): void {
  assertEditable(doc);
  put(entityIn(doc.tracks, id), 'label', label);
}

/** Only what is seen to change is written. */
function putKeyframe(doc: LabelsDoc, id: TrackId, frame: Frame, bytes: Uint8Array): void {
  assertEditable(doc);
  const keyframes = mapIn(entityIn(doc.tracks, id), 'kf');
  const key = String(frame);
  if (keyframes.has(key) || !sameValue(keyframeBelow(keyframes, key), bytes)) put(keyframes, key, bytes);
}
