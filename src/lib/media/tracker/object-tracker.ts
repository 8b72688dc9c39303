/**
 * Follows one object from picture to picture. Its points are followed forwards and back again (Kalal, "Forward-backward
 * error", ICPR 2010), what most of them agree on moves it, and what it looked like at first is laid over it, so that
 * small errors do not add up. Where too little agrees it is lost. Nothing is learnt, nothing leaves the machine.
 */
import { rectsMeet, type ImagePoint, type Rect } from '#lib/model/geometry.ts';
import { growthOf, inverse, moved, STILL, chained, type Similarity } from '#lib/model/similarity.ts';
import type { Luma } from '../luma.ts';
import { agreed } from './agreed.ts';
import { Appearance } from './appearance.ts';
import { cornersIn } from './corners.ts';
import { follow } from './flow.ts';
import { pyramidOf, type Gray } from './gray.ts';
import { halvedLuma } from './halved-luma.ts';

/** Where an object is, seen from where it was at the start. */
export type Followed = {
  /** From the start to here, in pixels of the picture. */
  readonly pose: Similarity;
  /** 0 (lost) to 1 (sure). */
  readonly confidence: number;
};

const LEVELS = 4;
const POINTS = 60;
/** There and back again a point is at most so far from where it was, in pixels. */
const BACK_PX = 1;
/** Points that agree are at most so far from where they should be, in pixels. */
const SLACK_PX = 1.5;
/** So much of its size, and at least so many pixels, may it move from one picture to the next. */
const REACH = 0.6;
const LEAST_REACH_PX = 32;
/** What is larger is looked at in half the pixels. */
const LARGE_PX = 200;
/** As alike as this, and what it looked like says where it is. */
const ALIKE = 0.7;
/** Less, and it looks different by now: what it looks like here is what it looks like. */
const CHANGED = 0.55;
/** Below this it is lost. */
export const LOST = 0.3;

export class ObjectTracker {
  readonly #rect: Rect;
  readonly #halvings: number;
  readonly #first: Appearance;
  #latest: Appearance;
  /** Of the latest appearance. */
  #latestPose: Similarity = STILL;
  #before: Luma;
  #pose: Similarity = STILL;
  #speed = { x: 0, y: 0 };

  /** @param rect around the object, in pixels of the picture */
  constructor(luma: Luma, rect: Rect) {
    this.#halvings = Math.max(0, Math.ceil(Math.log2(Math.min(rect.w, rect.h) / LARGE_PX)));
    const factor = 2 ** -this.#halvings;
    this.#rect = { x: rect.x * factor, y: rect.y * factor, w: rect.w * factor, h: rect.h * factor };
    this.#before = this.#shrunk(luma);
    this.#first = this.#latest = new Appearance(this.#around(this.#before, this.#rect), this.#rect);
  }

  /** Where it is on the next picture. */
  step(luma: Luma): Followed {
    const after = this.#shrunk(luma);
    const now = boundsOf(this.#rect, this.#pose);
    const part = widened(now, this.#reach(now));
    const [from, to] = [pyramidOf(this.#before, part, LEVELS), pyramidOf(after, part, LEVELS)];
    const flow = this.#flow(from, to, now);
    const pose = chained(this.#pose, flow.movement);
    const laid = this.#lay(to, pose, now);
    const before = middleOf(now);
    this.#pose = laid.pose;
    this.#before = after;
    const middle = middleOf(boundsOf(this.#rect, this.#pose));
    this.#speed = { x: middle.x - before.x, y: middle.y - before.y };
    const inside = rectsMeet(
      { x: middle.x, y: middle.y, w: 0, h: 0 },
      { x: 0, y: 0, w: after.width, h: after.height },
    );
    const confidence = inside
      ? Math.max(0, Math.min(1, Math.max(flow.share, laid.alike > ALIKE ? laid.alike : 0)))
      : 0;
    const { a, b, dx, dy } = this.#pose;
    const size = 2 ** this.#halvings;
    return { pose: { a, b, dx: dx * size, dy: dy * size }, confidence };
  }

  #shrunk(luma: Luma): Luma {
    let made = luma;
    for (let n = 0; n < this.#halvings; n++) made = halvedLuma(made);
    return made;
  }

  #around(luma: Luma, rect: Rect): readonly Gray[] {
    return pyramidOf(luma, widened(rect, this.#reach(rect)), LEVELS);
  }

  #reach({ w, h }: Rect): number {
    return Math.max(LEAST_REACH_PX, REACH * Math.max(w, h)) + Math.hypot(this.#speed.x, this.#speed.y);
  }

  #flow(from: readonly Gray[], to: readonly Gray[], now: Rect): { movement: Similarity; share: number } {
    const places = cornersIn(from[0] as Gray, now, POINTS);
    const [came, went]: [ImagePoint[], ImagePoint[]] = [[], []];
    for (const place of places) {
      const guess = { x: place.x + this.#speed.x, y: place.y + this.#speed.y };
      const found = follow(from, to, place, guess) ?? follow(from, to, place, place);
      const back = found && follow(to, from, found, place);
      if (!found || !back || Math.hypot(back.x - place.x, back.y - place.y) > BACK_PX) continue;
      came.push(place);
      went.push(found);
    }
    const both = agreed(came, went, SLACK_PX);
    const still = { a: 1, b: 0, dx: this.#speed.x, dy: this.#speed.y };
    if (!both) return { movement: still, share: 0 };
    return { movement: both.movement, share: both.inliers.length / Math.max(8, places.length) };
  }

  /** Puts right what adds up from picture to picture. */
  #lay(to: readonly Gray[], pose: Similarity, now: Rect): { pose: Similarity; alike: number } {
    const first = this.#first.lay(to, pose);
    if (first.alike >= ALIKE && this.#isNear(first.pose, pose, now)) return first;
    const latest = this.#latest.lay(to, chained(inverse(this.#latestPose), pose));
    const whole = chained(this.#latestPose, latest.pose);
    if (latest.alike >= ALIKE && this.#isNear(whole, pose, now)) return { pose: whole, alike: latest.alike };
    if (latest.alike < CHANGED) {
      this.#latest = new Appearance(to, boundsOf(this.#rect, pose));
      this.#latestPose = pose;
    }
    return { pose, alike: latest.alike };
  }

  /** Whether what it looks like puts it about where its points have moved it. */
  #isNear(one: Similarity, other: Similarity, { w, h }: Rect): boolean {
    const [a, b] = [middleOf(boundsOf(this.#rect, one)), middleOf(boundsOf(this.#rect, other))];
    const growth = growthOf(one) / growthOf(other);
    return Math.hypot(a.x - b.x, a.y - b.y) < 0.3 * Math.max(w, h) && growth < 1.15 && growth > 1 / 1.15;
  }
}

/** The upright rectangle that an object has grown to, about where its middle has moved. */
function boundsOf({ x, y, w, h }: Rect, pose: Similarity): Rect {
  const middle = moved(pose, { x: x + w / 2, y: y + h / 2 });
  const [wide, high] = [w * growthOf(pose), h * growthOf(pose)];
  return { x: middle.x - wide / 2, y: middle.y - high / 2, w: wide, h: high };
}

function middleOf({ x, y, w, h }: Rect): ImagePoint {
  return { x: x + w / 2, y: y + h / 2 };
}

function widened({ x, y, w, h }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by };
}
