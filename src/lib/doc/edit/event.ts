/** Edits of events. Call them inside `Hand.transact`. */
import { newId, type EventId, type LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { assertEditable } from '../open.ts';
import type { LabelsDoc } from '../schema.ts';
import { container, entityIn, put } from './put.ts';
import { stampSchema } from './stamp.ts';

export function addEvent(
  doc: LabelsDoc,
  { label, frame }: { readonly label: LabelId; readonly frame: Frame },
): EventId {
  stampSchema(doc);
  const id = newId<'event'>();
  doc.events.set(id, container({ label, frame, deleted: false, attr: container() }));
  return id;
}

export function moveEvent(doc: LabelsDoc, id: EventId, frame: Frame): void {
  assertEditable(doc);
  put(entityIn(doc.events, id), 'frame', frame);
}

export function setEventLabel(doc: LabelsDoc, id: EventId, label: LabelId): void {
  assertEditable(doc);
  put(entityIn(doc.events, id), 'label', label);
}
