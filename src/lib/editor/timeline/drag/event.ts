/** Moving an event to another frame. */
import { moveEvent } from '#lib/doc/edit/event.ts';
import type { EventId } from '#lib/model/id.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import type { Lane } from '../lane.ts';
import { snap } from '../snap.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

export class EventDrag implements Drag {
  readonly cursor = 'grabbing';
  readonly #desk: DragDesk;
  readonly #id: EventId;
  readonly #before: Frame;
  readonly #grabbedAt: number;
  #now: Frame;

  constructor(desk: DragDesk, event: { readonly id: EventId; readonly frame: Frame }, grabbedAt: number) {
    this.#desk = desk;
    this.#id = event.id;
    this.#before = event.frame;
    this.#now = event.frame;
    this.#grabbedAt = grabbedAt;
  }

  move({ at, free }: DragPoint): void {
    const own = (lane: Lane, frame: number) => lane.kind === 'events' && frame === this.#before;
    const to = snap(this.#before + at - this.#grabbedAt, 'instant', this.#desk.snapField(free), own);
    this.#now = clampFrame(to.frame, this.#desk.host.playhead.count);
    this.#desk.line.set(to.line);
    this.#desk.draft.set({ kind: 'event', id: this.#id, frame: this.#now });
  }

  drop(): void {
    this.#clear();
    const { host } = this.#desk;
    if (this.#now === this.#before || !host.reading.events.has(this.#id)) return;
    const ref = { kind: 'event', id: this.#id } as const;
    host.act(`move ${host.captionOf(ref)}`, this.#now, [ref], () =>
      moveEvent(host.options.labels, this.#id, this.#now),
    );
  }

  cancel(): void {
    this.#clear();
  }

  #clear(): void {
    this.#desk.line.set(null);
    this.#desk.draft.set(null);
  }
}
