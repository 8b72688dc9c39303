/**
 * Edits that make a track anew from keyframes: for cutting, merging and copying. Call them inside `Hand.transact`; in
 * a document of a newer schema they refuse `read-only`.
 */
import type { AttributeChange } from '#lib/model/attributed.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import { must } from '#lib/model/problem.ts';
import type { LabelsDoc } from '../schema.ts';
import { setAttribute, setAttributeFrom } from './attribute.ts';
import { addTrack, removeKeyframe, setKeyframe, type NewTrack } from './track.ts';

/** From so many keyframes on they are packed as one value. */
const PACKED_FROM = 200;

/** A track as a whole, to be made. */
export type WholeTrack = NewTrack & {
  /** Ascending by frame, at least one. */
  readonly keyframes: readonly Keyframe[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly changes?: readonly AttributeChange[];
};

/**
 * Makes a track with all its keyframes and what is said of it; many are packed.
 *
 * @throws Refusal `too-large` when its keyframes need more than MAX_BASE bytes
 */
export function addWholeTrack(doc: LabelsDoc, track: WholeTrack): TrackId {
  const { keyframes, attributes = {}, changes = [], ...fields } = track;
  const first = must(keyframes[0], 'A track is made with a keyframe.');
  const packed = keyframes.length >= PACKED_FROM;
  const id = packed
    ? addTrack(doc, { ...fields, base: keyframes })
    : addTrack(doc, fields, first.frame, first);
  if (!packed) for (const one of keyframes.slice(1)) setKeyframe(doc, id, one.frame, one);
  for (const [key, value] of Object.entries(attributes)) setAttribute(doc, { kind: 'track', id }, key, value);
  for (const { frame, key, value } of changes) setAttributeFrom(doc, id, frame, key, value);
  return id;
}

/** Sets the keyframes of a track to these: what is the same already is not written, and what is not among them goes. */
export function replaceKeyframes(
  doc: LabelsDoc,
  id: TrackId,
  before: readonly Keyframe[],
  after: readonly Keyframe[],
): void {
  const stay = new Set(after.map(({ frame }) => frame));
  const known = new Map(before.map((one) => [one.frame, one]));
  for (const { frame } of before) if (!stay.has(frame)) removeKeyframe(doc, id, frame);
  for (const one of after) if (known.get(one.frame) !== one) setKeyframe(doc, id, one.frame, one);
}
