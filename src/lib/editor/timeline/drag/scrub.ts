/** Scrubbing: the picture follows the pointer. */
import { clampFrame } from '#lib/model/time.ts';
import type { TimelineHost } from '../host.ts';
import type { Drag, DragPoint } from './drag.ts';

export class ScrubDrag implements Drag {
  readonly cursor = 'ew-resize';
  readonly #host: TimelineHost;
  readonly #before;

  constructor(host: TimelineHost) {
    this.#host = host;
    this.#before = host.playhead.target.value;
  }

  move({ at }: DragPoint): void {
    const { playhead } = this.#host;
    const frame = clampFrame(Math.floor(at), playhead.count);
    if (frame !== playhead.target.value) playhead.seek(frame);
  }

  drop(): void {}

  cancel(): void {
    this.#host.playhead.seek(this.#before);
  }
}
