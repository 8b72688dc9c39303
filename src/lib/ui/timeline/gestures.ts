/** From the browser's pointers to the timeline's hand: main button and pen drag, middle button and two fingers pan. */
import { Pinch } from '#lib/editor/timeline/pinch.ts';
import type { TimelinePointer, TimelinePointerInput } from '#lib/editor/timeline/pointer.ts';
import type { Timeline } from '#lib/editor/timeline/timeline.ts';

/** The canvas that catches pointers, and how to ask for a new picture of what is dragged. */
type Stage = { readonly canvas: HTMLElement; readonly repaint: () => void };

export class TimelineGestures {
  readonly #timeline: Timeline;
  readonly #pointer: TimelinePointer;
  readonly #stage: () => Stage;
  readonly #pinch: Pinch;
  #panning: { readonly x: number; readonly y: number } | null = null;

  constructor(timeline: Timeline, pointer: TimelinePointer, stage: () => Stage) {
    this.#timeline = timeline;
    this.#pointer = pointer;
    this.#stage = stage;
    this.#pinch = new Pinch(timeline);
  }

  down(event: PointerEvent): void {
    if (event.button > 1) return;
    event.preventDefault();
    leaveTextField();
    const { canvas, repaint } = this.#stage();
    canvas.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') this.#pinch.down(event.pointerId, this.input(event));
    if (this.#pinch.active) this.#pointer.cancel();
    else if (event.button === 1) this.#panning = { x: event.clientX, y: event.clientY };
    else this.#pointer.down(this.input(event));
    repaint();
  }

  move(event: PointerEvent): void {
    if (this.#pinch.active) this.#pinch.move(event.pointerId, this.input(event));
    else if (this.#panning) this.#pan(this.#panning, event);
    else {
      this.#pointer.move(this.input(event));
      if (this.#pointer.dragging) this.#stage().repaint();
    }
  }

  up(event: PointerEvent): void {
    const pinching = this.#pinch.active;
    this.#pinch.up(event.pointerId);
    if (this.#panning) this.#panning = null;
    else if (!pinching) this.#pointer.up(this.input(event));
  }

  /** The browser took the pointer away. */
  lost(event: PointerEvent): void {
    this.#pinch.up(event.pointerId);
    this.#panning = null;
    this.#pointer.cancel();
  }

  input(event: MouseEvent): TimelinePointerInput {
    const box = this.#stage().canvas.getBoundingClientRect();
    return {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      more: event.shiftKey || event.ctrlKey || event.metaKey,
      free: event.altKey,
    };
  }

  #pan(from: { readonly x: number; readonly y: number }, event: PointerEvent): void {
    const { host, pane } = this.#timeline;
    host.timeline.pan(((from.x - event.clientX) * host.timeline.span) / pane.width);
    this.#timeline.scrollRows(from.y - event.clientY);
    this.#panning = { x: event.clientX, y: event.clientY };
  }
}

/** A click here ends typing elsewhere, so that shortcuts work again. */
function leaveTextField(): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.matches('input, textarea, select, [contenteditable]'))
    focused.blur();
}
