/** The events in order of time, kept as they come and go. */
import type { Event } from '#lib/model/event.ts';
import type { EventId } from '#lib/model/id.ts';
import { faceOf, type Faces } from './faces.ts';
import type { LaneEvent } from './lane.ts';
import { insert, remove } from './sorted.ts';

export function inEventOrder(a: LaneEvent, b: LaneEvent): number {
  return a.frame - b.frame || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export class EventRow {
  readonly #faces: Faces;
  /** Frames in the video. */
  readonly #count: number;
  readonly #sorted: LaneEvent[] = [];
  readonly #byId = new Map<EventId, LaneEvent>();

  constructor(faces: Faces, count: number) {
    this.#faces = faces;
    this.#count = count;
  }

  /** Changes with the next `set`. */
  get events(): readonly LaneEvent[] {
    return this.#sorted;
  }

  /** A new version of an event; undefined: it is gone. One behind the end of the video is not shown. */
  set(id: EventId, event: Event | undefined): void {
    const known = this.#byId.get(id);
    if (known) remove(this.#sorted, known, inEventOrder);
    this.#byId.delete(id);
    if (!event || event.frame >= this.#count) return;
    const { frame, label, doubt } = event;
    const shown = { id, frame, ...faceOf(label, this.#faces), ...(doubt && { doubt }) };
    this.#byId.set(id, shown);
    insert(this.#sorted, shown, inEventOrder);
  }
}
