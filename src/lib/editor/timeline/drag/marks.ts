/** Moving several segments, phases and events together: one gesture, one entry of undo. */
import { freeDelta, shiftMarks, type TimedRef } from '../../deeds/shift.ts';
import { refKey } from '#lib/model/annotation.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Lane } from '../lane.ts';
import { snap } from '../snap.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

export class MarksDrag implements Drag {
  readonly cursor = 'grabbing';
  readonly #desk: DragDesk;
  readonly #refs: readonly TimedRef[];
  readonly #keys: ReadonlySet<string>;
  /** Where the grabbed one begins. */
  readonly #before: Frame;
  readonly #grabbedAt: number;
  #delta = 0;

  constructor(
    desk: DragDesk,
    refs: readonly TimedRef[],
    grabbed: { readonly start: Frame; readonly at: number },
  ) {
    this.#desk = desk;
    this.#refs = refs;
    this.#keys = new Set(refs.map(refKey));
    this.#before = grabbed.start;
    this.#grabbedAt = grabbed.at;
  }

  move({ at, free }: DragPoint): void {
    const { host, line, draft } = this.#desk;
    const to = snap(this.#before + at - this.#grabbedAt, 'start', this.#desk.snapField(free), this.#own);
    const wanted = to.frame - this.#before;
    this.#delta = freeDelta(host.reading, this.#refs, wanted, host.playhead.count);
    line.set(this.#delta === wanted ? to.line : null);
    draft.set({ kind: 'marks', keys: this.#keys, delta: this.#delta });
  }

  drop(): void {
    this.#clear();
    const { host } = this.#desk;
    // Somebody may have moved or removed some of them meanwhile.
    const delta = freeDelta(host.reading, this.#refs, this.#delta, host.playhead.count);
    if (delta === 0) return;
    const frame = (this.#before + delta) as Frame;
    host.act(`move ${this.#refs.length} marks`, frame, this.#refs, () =>
      shiftMarks(host.options.labels, host.reading, this.#refs, delta),
    );
  }

  cancel(): void {
    this.#clear();
  }

  /** Places of what is moved do not hold it. */
  readonly #own = (lane: Lane, frame: number): boolean => {
    if (lane.kind === 'events')
      return lane.events.some((one) => one.frame === frame && this.#keys.has(`event:${one.id}`));
    if (lane.kind !== 'tier') return false;
    return lane.segments.some(
      (one) => (one.start === frame || one.end === frame) && this.#keys.has(refKey(one.ref)),
    );
  };

  #clear(): void {
    this.#desk.line.set(null);
    this.#desk.draft.set(null);
  }
}
