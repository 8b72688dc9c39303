/** Two fingers on the timeline: apart is nearer, and what lies between them stays between them. */
import type { Timeline } from './timeline.ts';

type Finger = { readonly x: number; readonly y: number };

/** Fingers closer than this (pixels) only pan: their distance says too little. */
const CLOSE = 24;

export class Pinch {
  readonly #timeline: Timeline;
  readonly #fingers = new Map<number, Finger>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Whether two fingers are down, so that no single one drags. */
  get active(): boolean {
    return this.#fingers.size === 2;
  }

  down(id: number, at: Finger): void {
    if (this.#fingers.size < 2) this.#fingers.set(id, at);
  }

  move(id: number, to: Finger): void {
    const from = this.#fingers.get(id);
    if (!from) return;
    this.#fingers.set(id, to);
    const other = [...this.#fingers].find(([one]) => one !== id)?.[1];
    if (!other) return;
    const { host, pane } = this.#timeline;
    const before = Math.abs(from.x - other.x);
    const after = Math.abs(to.x - other.x);
    const held = host.timeline.xToFrame((from.x + other.x) / 2, pane.width);
    if (before > CLOSE && after > CLOSE) host.timeline.zoomAt(held, after / before);
    host.timeline.pan(held - host.timeline.xToFrame((to.x + other.x) / 2, pane.width));
    this.#timeline.scrollRows((from.y - to.y) / 2);
  }

  up(id: number): void {
    this.#fingers.delete(id);
  }
}
