/**
 * What fingers mean beside a mouse and a pen. One finger works the tool, until a pen has been seen: then pens draw and
 * fingers move the picture. Two move and zoom it. What touches the screen while a pen is near is the hand that holds it.
 */
import type { Viewport } from '#lib/editor/viewport.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';

/** `tool`: it is the tool's · `taken`: it is not · `cancel`: what the tool has begun is given up, and it is not the tool's. */
export type Deal = 'tool' | 'taken' | 'cancel';

/** So long after a pen was over the screen its hand still is, milliseconds. */
const NEAR_MS = 700;

export class Touches {
  readonly #viewport: Viewport;
  /** Those that move the picture. */
  readonly #fingers = new Map<number, ScreenPoint>();
  readonly #palms = new Set<number>();
  /** The finger that works the tool. */
  #working: { readonly id: number; readonly at: ScreenPoint } | null = null;
  #penSeen = false;
  #penAtMs = -Infinity;
  #penDown = false;

  constructor(viewport: Viewport) {
    this.#viewport = viewport;
  }

  /** A pen hovers, draws or is lifted. Answers `cancel` where a finger had begun something. */
  pen(timeMs: number, down: boolean): Deal {
    this.#penSeen = true;
    this.#penAtMs = timeMs;
    this.#penDown = down;
    for (const id of this.#fingers.keys()) this.#palms.add(id);
    this.#fingers.clear();
    if (!this.#working) return 'tool';
    this.#palms.add(this.#working.id);
    this.#working = null;
    return 'cancel';
  }

  down(id: number, at: ScreenPoint, timeMs: number): Deal {
    if (this.#penDown || timeMs - this.#penAtMs < NEAR_MS) {
      this.#palms.add(id);
      return 'taken';
    }
    if (!this.#penSeen && !this.#working && this.#fingers.size === 0) {
      this.#working = { id, at };
      return 'tool';
    }
    const worked = this.#working;
    if (worked) this.#fingers.set(worked.id, worked.at);
    this.#working = null;
    this.#fingers.set(id, at);
    return worked ? 'cancel' : 'taken';
  }

  move(id: number, at: ScreenPoint): Deal {
    if (this.#working?.id === id) {
      this.#working = { id, at };
      return 'tool';
    }
    if (this.#fingers.has(id)) this.#movePicture(id, at);
    return 'taken';
  }

  up(id: number): Deal {
    const wasWorking = this.#working?.id === id;
    if (wasWorking) this.#working = null;
    this.#fingers.delete(id);
    this.#palms.delete(id);
    return wasWorking ? 'tool' : 'taken';
  }

  #movePicture(id: number, to: ScreenPoint): void {
    const [a, b] = [...this.#fingers.values()];
    this.#fingers.set(id, to);
    const [c, d] = [...this.#fingers.values()];
    if (!a || !c) return;
    if (!b || !d) {
      this.#viewport.pan(c.x - a.x, c.y - a.y);
      return;
    }
    const [from, now] = [middle(a, b), middle(c, d)];
    this.#viewport.pan(now.x - from.x, now.y - from.y);
    const spread = distance(a, b);
    if (spread > 1) this.#viewport.zoomAt(now, distance(c, d) / spread);
  }
}

function middle(a: ScreenPoint, b: ScreenPoint): ScreenPoint {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function distance(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
