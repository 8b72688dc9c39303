/** Moving the I or O mark along the ruler. Marks are one's own and not in the document. */
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { snap } from '../snap.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

export class MarkDrag implements Drag {
  readonly cursor = 'ew-resize';
  readonly #desk: DragDesk;
  readonly #which: 'in' | 'out';
  readonly #before: Frame | null;

  constructor(desk: DragDesk, which: 'in' | 'out') {
    this.#desk = desk;
    this.#which = which;
    this.#before = desk.host.marks[which].value;
  }

  move({ at, free }: DragPoint): void {
    const { host, line } = this.#desk;
    const { in: start, out } = host.marks;
    const field = { ...this.#desk.snapField(free), marks: { in: null, out: null } };
    const last = host.playhead.count - 1;
    if (this.#which === 'in') {
      const to = snap(at, 'start', field, () => false);
      line.set(to.line);
      start.set(clampFrame(Math.min(to.frame, out.value ?? last), host.playhead.count));
    } else {
      // O is the last frame inside, so its edge lies one further.
      const to = snap(at, 'end', field, () => false);
      line.set(to.line);
      out.set(clampFrame(Math.max(to.frame - 1, start.value ?? 0), host.playhead.count));
    }
  }

  drop(): void {
    this.#desk.line.set(null);
  }

  cancel(): void {
    this.#desk.line.set(null);
    this.#desk.host.marks[this.#which].set(this.#before);
  }
}
