/** Dragging the window on the minimap: its body pans, its ends zoom, a press beside it brings it there. */
import type { TimelineView } from './view.ts';

const EDGE = 6;

export type MinimapPart = 'start' | 'end' | 'body' | 'beside';

/** What of the window is under a pixel of a minimap `width` pixels wide. */
export function minimapPart(view: TimelineView, x: number, width: number): MinimapPart {
  const { start, end } = view.window.value;
  const left = (start * width) / view.count;
  const right = Math.max(left + 6, (end * width) / view.count);
  if (right - left > 3 * EDGE) {
    if (Math.abs(x - left) <= EDGE) return 'start';
    if (Math.abs(x - right) <= EDGE) return 'end';
  }
  return x >= left - 1 && x <= right + 1 ? 'body' : 'beside';
}

export class MinimapDrag {
  readonly part: MinimapPart;
  readonly #view: TimelineView;
  readonly #start: number;
  readonly #end: number;
  readonly #grabbedAt: number;

  /** `at`: the pressed position in frames. */
  constructor(view: TimelineView, part: MinimapPart, at: number) {
    this.part = part;
    this.#view = view;
    if (part === 'beside') view.pan(at - (view.window.value.start + view.span / 2));
    ({ start: this.#start, end: this.#end } = view.window.value);
    this.#grabbedAt = at;
  }

  move(at: number): void {
    const delta = at - this.#grabbedAt;
    if (this.part === 'start')
      this.#view.show(Math.min(Math.max(0, this.#start + delta), this.#end - 1), this.#end);
    else if (this.part === 'end') {
      this.#view.show(this.#start, Math.max(Math.min(this.#view.count, this.#end + delta), this.#start + 1));
    } else this.#view.show(this.#start + delta, this.#end + delta);
  }
}
