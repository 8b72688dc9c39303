/** An event as it lies in the document → the model's Event. */
import type * as Y from 'yjs';
import type { Event } from '#lib/model/event.ts';
import type { EventId } from '#lib/model/id.ts';
import { Faults } from './faults.ts';
import { readAttributes, readDeleted, readDoubt, readFrame, readId, type Read } from './field.ts';

export function readEvent(id: EventId, map: Y.Map<unknown>): Read<Event> {
  const faults = new Faults();
  const label = readId<'label'>(map, 'label', faults);
  const frame = readFrame(map, 'frame', faults);
  const deleted = readDeleted(map, faults);
  const attributes = readAttributes(map, faults);
  const doubt = readDoubt(map, faults);
  if (!label || frame === undefined) return { mark: undefined, faults };
  return { mark: { id, label, frame, deleted, attributes, ...doubt }, faults };
}
