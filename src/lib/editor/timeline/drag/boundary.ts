/** Moving the boundary between two phases of an exclusive tier: never past its neighbours. */
import { moveBoundary } from '#lib/doc/edit/phase.ts';
import type { BoundaryId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Lane, TierLane } from '../lane.ts';
import { snap } from '../snap.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

export class BoundaryDrag implements Drag {
  readonly cursor = 'col-resize';
  readonly #desk: DragDesk;
  readonly #lane: TierLane;
  readonly #id: BoundaryId;
  readonly #before: Frame;
  readonly #low: number;
  readonly #high: number;
  readonly #grabbedAt: number;
  #now: Frame;

  constructor(desk: DragDesk, lane: TierLane, id: BoundaryId, grabbedAt: number) {
    this.#desk = desk;
    this.#lane = lane;
    this.#id = id;
    this.#grabbedAt = grabbedAt;
    this.#before = lane.edges.find((edge) => edge.id === id)?.frame ?? (0 as Frame);
    this.#now = this.#before;
    const before = lane.edges.findLast(({ frame }) => frame < this.#before);
    const after = lane.edges.find(({ frame }) => frame > this.#before);
    this.#low = before ? before.frame + 1 : 0;
    this.#high = after ? after.frame - 1 : desk.host.playhead.count - 1;
  }

  move({ at, free }: DragPoint): void {
    const own = (lane: Lane, frame: number) => lane.key === this.#lane.key && frame === this.#before;
    const to = snap(this.#before + at - this.#grabbedAt, 'start', this.#desk.snapField(free), own);
    const frame = Math.max(this.#low, Math.min(this.#high, to.frame)) as Frame;
    this.#now = frame;
    this.#desk.line.set(frame === to.frame ? to.line : null);
    this.#desk.draft.set({ kind: 'boundary', id: this.#id, frame });
  }

  drop(): void {
    this.#clear();
    const { host } = this.#desk;
    if (this.#now === this.#before || !host.reading.boundaries.has(this.#id)) return;
    const ref = { kind: 'boundary', id: this.#id } as const;
    host.act(this.#caption(), this.#now, [ref], () => moveBoundary(host.options.labels, this.#id, this.#now));
  }

  cancel(): void {
    this.#clear();
  }

  /** A boundary is the start of what follows it, or the end of what lies before where nothing follows. */
  #caption(): string {
    const { segments } = this.#lane;
    const follows = segments.find(({ ref }) => ref.id === this.#id);
    if (follows) return `move start of ${follows.name}`;
    const ends = segments.find(({ end }) => end === this.#before);
    return ends ? `move end of ${ends.name}` : `move boundary on ${this.#lane.name}`;
  }

  #clear(): void {
    this.#desk.line.set(null);
    this.#desk.draft.set(null);
  }
}
