/**
 * Edits of segments on free tiers. Call them inside `Hand.transact`; in a document of a newer schema they refuse
 * `read-only`.
 */
import { newId, type LabelId, type SegmentId, type TierId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { assertEditable } from '../open.ts';
import type { LabelsDoc } from '../schema.ts';
import { container, entityIn, put } from './put.ts';
import { stampSchema } from './stamp.ts';

export type NewSegment = {
  readonly tier: TierId;
  readonly label: LabelId;
  readonly start: Frame;
  /** The first frame after it. */
  readonly end: Frame;
};

/** Marks [start, end) on a free tier. */
export function addSegment(doc: LabelsDoc, { tier, label, start, end }: NewSegment): SegmentId {
  stampSchema(doc);
  const id = newId<'segment'>();
  doc.segments.set(id, container({ tier, label, start, end, deleted: false, attr: container() }));
  return id;
}

/** Moves where a segment begins, and leaves its end to who holds it. */
export function setSegmentStart(doc: LabelsDoc, id: SegmentId, start: Frame): void {
  putEnds(doc, id, { start });
}

/** Moves where it ends; `end` is the first frame after it. */
export function setSegmentEnd(doc: LabelsDoc, id: SegmentId, end: Frame): void {
  putEnds(doc, id, { end });
}

/** Moves both ends. One after the other they would pass each other on the way. */
export function moveSegment(doc: LabelsDoc, id: SegmentId, start: Frame, end: Frame): void {
  putEnds(doc, id, { start, end });
}

/** Gives it another label. */
export function setSegmentLabel(doc: LabelsDoc, id: SegmentId, label: LabelId): void {
  assertEditable(doc);
  put(entityIn(doc.segments, id), 'label', label);
}

function putEnds(
  doc: LabelsDoc,
  id: SegmentId,
  ends: { readonly start?: Frame; readonly end?: Frame },
): void {
  assertEditable(doc);
  const segment = entityIn(doc.segments, id);
  // Where two people dragged the ends past each other, the one that is read as the start lies under `end`.
  const crossed = Number(segment.get('start')) > Number(segment.get('end'));
  if (ends.start !== undefined) put(segment, crossed ? 'end' : 'start', ends.start);
  if (ends.end !== undefined) put(segment, crossed ? 'start' : 'end', ends.end);
}
