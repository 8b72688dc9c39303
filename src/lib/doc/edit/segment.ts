/** Edits of segments on free tiers. Call them inside `Hand.transact`. */
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

/** Start and end are read as ordered, whichever way they come to lie. */
export function setSegmentStart(doc: LabelsDoc, id: SegmentId, frame: Frame): void {
  set(doc, id, 'start', frame);
}

/** `frame` is the first one after the segment. */
export function setSegmentEnd(doc: LabelsDoc, id: SegmentId, frame: Frame): void {
  set(doc, id, 'end', frame);
}

export function setSegmentLabel(doc: LabelsDoc, id: SegmentId, label: LabelId): void {
  set(doc, id, 'label', label);
}

function set(doc: LabelsDoc, id: SegmentId, key: string, value: unknown): void {
  assertEditable(doc);
  put(entityIn(doc.segments, id), key, value);
}
