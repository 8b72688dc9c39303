/**
 * Edits of events. Call them inside `Hand.transact`; in a document of a newer schema they refuse `read-only`.
 */
import { newId, type EventId, type LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { assertEditable } from '../open.ts';
import type { LabelsDoc } from '../schema.ts';
import { container, entityIn, put } from './put.ts';
import { stampSchema } from './stamp.ts';

/** Marks an instant, a frame of the video. */
export function addEvent(
  doc: LabelsDoc,
  { label, frame }: { readonly label: LabelId; readonly frame: Frame },
): EventId {
  stampSchema(doc);
  const id = newId<'event'>();
  doc.events.set(id, container({ label, frame, deleted: false, attr: container() }));
  return id;
}

/** Moves it to another frame. */
export function moveEvent(doc: LabelsDoc, id: EventId, frame: Frame): void {
  assertEditable(doc);
  put(entityIn(doc.events, id), 'frame', frame);
}

/** Gives it another label. */
export function setEventLabel(doc: LabelsDoc, id: EventId, label: LabelId): void {
  assertEditable(doc);
  put(entityIn(doc.events, id), 'label', label);
}
