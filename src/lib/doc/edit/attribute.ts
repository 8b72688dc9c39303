/**
 * Edits of what is said in attributes. Call them inside `Hand.transact`; in a document of a newer schema they refuse
 * `read-only`.
 */
import type * as Y from 'yjs';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import type { Frame } from '#lib/model/time.ts';
import { assertEditable } from '../open.ts';
import type { LabelsDoc } from '../schema.ts';
import { rootOf } from './annotation.ts';
import { entityIn, mapIn, put } from './put.ts';
import { stampSchema } from './stamp.ts';

/** Marks that can bear attributes: all but boundaries. */
export type AttributedRef = Exclude<AnnotationRef, { readonly kind: 'boundary' }>;

/** Sets one attribute; null says "not set". */
export function setAttribute(doc: LabelsDoc, ref: AttributedRef, key: string, value: AttributeValue): void {
  assertEditable(doc);
  putValue(mapIn(entityIn(rootOf(doc, ref.kind), ref.id), 'attr'), key, value);
}

/** Sets what holds of a track from a frame on; '' says that nothing does, null takes back what was said there. */
export function setAttributeFrom(
  doc: LabelsDoc,
  id: TrackId,
  frame: Frame,
  key: string,
  value: AttributeValue,
): void {
  assertEditable(doc);
  putValue(mapIn(entityIn(doc.tracks, id), 'fattr'), `${frame}:${key}`, value);
}

/** Where something is said of the video: of the whole (`frame` is null), or from a frame on. */
export type VideoPlace = { readonly label: LabelId; readonly key: string; readonly frame: Frame | null };

/** Says something of the video. Of frames '' says that nothing holds, and null takes back what was said there. */
export function setVideoAttribute(
  doc: LabelsDoc,
  { label, key, frame }: VideoPlace,
  value: AttributeValue,
): void {
  const name = frame === null ? `${label}:${key}` : `${frame}:${label}:${key}`;
  if (value === null) assertEditable(doc);
  else stampSchema(doc);
  putValue(doc.video, name, value);
}

function putValue(map: Y.Map<unknown>, key: string, value: AttributeValue): void {
  if (value !== null || map.has(key)) put(map, key, value);
}
