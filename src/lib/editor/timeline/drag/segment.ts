/** Moving a segment of a free tier, or one of its ends. */
import { moveSegment, setSegmentEnd, setSegmentStart } from '#lib/doc/edit/segment.ts';
import type { SegmentId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { snap, type SnapField, type Snapped } from '../snap.ts';
import type { Lane } from '../lane.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

export type SegmentPart = 'start' | 'end' | 'body';
type Place = { readonly start: Frame; readonly end: Frame };

export class SegmentDrag implements Drag {
  readonly cursor: string;
  readonly #desk: DragDesk;
  readonly #id: SegmentId;
  readonly #part: SegmentPart;
  readonly #before: Place;
  readonly #grabbedAt: number;
  #now: Place;

  constructor(
    desk: DragDesk,
    segment: Place & { readonly id: SegmentId },
    part: SegmentPart,
    grabbedAt: number,
  ) {
    this.#desk = desk;
    this.#id = segment.id;
    this.#part = part;
    this.#before = { start: segment.start, end: segment.end };
    this.#now = this.#before;
    this.#grabbedAt = grabbedAt;
    this.cursor = part === 'body' ? 'grabbing' : 'ew-resize';
  }

  move({ at, free }: DragPoint): void {
    const field = this.#desk.snapField(free);
    const delta = at - this.#grabbedAt;
    const { place, line } = this.#part === 'body' ? this.#shifted(delta, field) : this.#trimmed(delta, field);
    this.#now = place;
    this.#desk.line.set(line);
    this.#desk.draft.set({ kind: 'segment', id: this.#id, ...place });
  }

  /** The nearer of its two ends draws; the length stays. */
  #shifted(delta: number, field: SnapField): { place: Place; line: number | null } {
    const { start, end } = this.#before;
    const length = end - start;
    const head = snap(start + delta, 'start', field, this.#own);
    const tail = snap(end + delta, 'end', field, this.#own);
    const off = (to: Snapped, wanted: number) => (to.line === null ? Infinity : Math.abs(to.frame - wanted));
    const byTail = off(tail, end + delta) < off(head, start + delta);
    const wanted = byTail ? tail.frame - length : head.frame;
    const from = Math.max(0, Math.min(field.count - length, wanted));
    const line = from === wanted ? (byTail ? tail.line : head.line) : null;
    return { place: { start: from as Frame, end: (from + length) as Frame }, line };
  }

  #trimmed(delta: number, field: SnapField): { place: Place; line: number | null } {
    const { start, end } = this.#before;
    if (this.#part === 'start') {
      const to = snap(start + delta, 'start', field, this.#own);
      return {
        place: { start: Math.min(to.frame, end - 1) as Frame, end },
        line: to.frame < end ? to.line : null,
      };
    }
    const to = snap(end + delta, 'end', field, this.#own);
    return {
      place: { start, end: Math.max(to.frame, start + 1) as Frame },
      line: to.frame > start ? to.line : null,
    };
  }

  readonly #own = (lane: Lane, frame: number): boolean =>
    lane.kind === 'tier' &&
    (frame === this.#before.start || frame === this.#before.end) &&
    lane.segments.some(({ ref }) => ref.id === this.#id);

  drop(): void {
    this.#clear();
    const { start, end } = this.#now;
    const moved = start !== this.#before.start || end !== this.#before.end;
    const { host } = this.#desk;
    if (!moved || !host.reading.segments.has(this.#id)) return;
    const ref = { kind: 'segment', id: this.#id } as const;
    const what = this.#part === 'body' ? 'move' : `move ${this.#part} of`;
    host.act(`${what} ${host.captionOf(ref)}`, start, [ref], () => {
      // Only what this hand moved: somebody else may hold the other end.
      const { labels } = host.options;
      if (this.#part === 'body') moveSegment(labels, this.#id, start, end);
      else if (this.#part === 'start') setSegmentStart(labels, this.#id, start);
      else setSegmentEnd(labels, this.#id, end);
    });
  }

  cancel(): void {
    this.#clear();
  }

  #clear(): void {
    this.#desk.line.set(null);
    this.#desk.draft.set(null);
  }
}
