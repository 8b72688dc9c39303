/**
 * What an object looked like on one picture, and how to lay that over a later one as exactly as it goes: the steps that
 * lessen the difference are worked out on the first picture, once (Baker and Matthews, "Lucas-Kanade 20 years on", IJCV
 * 2004, inverse compositional). What is brighter or darker as a whole is as alike.
 */
import type { ImagePoint, Rect } from '#lib/model/geometry.ts';
import { inverse, moved, chained, type Similarity } from '#lib/model/similarity.ts';
import { sampleAt, type Gray } from './gray.ts';
import { solved } from './solved.ts';

/** Places across and down that are compared. */
const SIDE = 24;
const STEPS = 15;
/** Smaller steps than this share of the object are none. */
const STILL = 0.0005;
/** Pixels of a level from place to place, at most: what is between them is not looked at. */
const COARSE = 1.6;

export type Laid = { readonly pose: Similarity; /** −1 to 1: how alike both are. */ readonly alike: number };

export class Appearance {
  /** Where it was on its picture. */
  readonly rect: Rect;
  readonly #places: readonly ImagePoint[];
  readonly #weights: Float64Array;
  readonly #values: Float64Array;
  /** Of each place four numbers: how its brightness answers to growing, turning and both shifts. */
  readonly #answers: Float64Array;
  readonly #level: number;
  readonly #size: number;

  constructor(pyramid: readonly Gray[], rect: Rect) {
    this.rect = rect;
    this.#size = Math.max(1, Math.min(rect.w, rect.h));
    this.#level = levelFor(this.#size, pyramid.length);
    const gray = pyramid[this.#level] as Gray;
    const scale = 2 ** this.#level;
    const middle = { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 };
    const places: ImagePoint[] = [];
    const weights: number[] = [];
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const [u, v] = [((column + 0.5) / SIDE) * 2 - 1, ((row + 0.5) / SIDE) * 2 - 1];
        // Corners of a box are mostly what is behind the object.
        const weight = 1 - 0.75 * Math.min(1, u * u + v * v);
        places.push({ x: middle.x + (u * rect.w) / 2, y: middle.y + (v * rect.h) / 2 });
        weights.push(weight);
      }
    this.#places = places;
    this.#weights = Float64Array.from(weights);
    this.#values = Float64Array.from(places, ({ x, y }) => sampleAt(gray, x / scale, y / scale));
    this.#answers = new Float64Array(places.length * 4);
    for (const [n, { x, y }] of places.entries()) {
      const at = (dx: number, dy: number) => sampleAt(gray, x / scale + dx, y / scale + dy);
      const gx = (at(1, 0) - at(-1, 0)) / (2 * scale);
      const gy = (at(0, 1) - at(0, -1)) / (2 * scale);
      const [u, v] = [x - middle.x, y - middle.y];
      this.#answers.set([gx * u + gy * v, gy * u - gx * v, gx, gy], n * 4);
    }
  }

  /** How alike a later picture is where a pose puts the object, −1 to 1. */
  alike(pyramid: readonly Gray[], pose: Similarity): number {
    return this.#compare(this.#seen(pyramid, pose)).alike;
  }

  /** The pose near another one that makes both most alike; the same where no step helps. */
  lay(pyramid: readonly Gray[], pose: Similarity): Laid {
    let now = pose;
    let best: Laid | undefined;
    for (let steps = 0; steps < STEPS; steps++) {
      const seen = this.#seen(pyramid, now);
      const { alike, gain, mean, ownMean } = this.#compare(seen);
      if (best && alike < best.alike - 0.02) break;
      if (!best || alike > best.alike) best = { pose: now, alike };
      const step = this.#step(seen, (value) => (value - mean) * gain + ownMean);
      if (!step || this.#isStill(step)) break;
      now = chained(inverse(step), now);
    }
    return best ?? { pose, alike: this.alike(pyramid, pose) };
  }

  #seen(pyramid: readonly Gray[], pose: Similarity): Float64Array {
    const level = Math.min(this.#level, pyramid.length - 1);
    const [gray, scale] = [pyramid[level] as Gray, 2 ** level];
    return Float64Array.from(this.#places, (place) => {
      const { x, y } = moved(pose, place);
      return sampleAt(gray, x / scale, y / scale);
    });
  }

  #compare(seen: Float64Array): { alike: number; gain: number; mean: number; ownMean: number } {
    const [own, weights] = [this.#values, this.#weights];
    let [sum, mean, ownMean] = [0, 0, 0];
    for (let n = 0; n < own.length; n++) {
      const weight = weights[n] as number;
      sum += weight;
      mean += weight * (seen[n] as number);
      ownMean += weight * (own[n] as number);
    }
    mean /= sum;
    ownMean /= sum;
    let [both, square, ownSquare] = [0, 0, 0];
    for (let n = 0; n < own.length; n++) {
      const [weight, a, b] = [weights[n] as number, (seen[n] as number) - mean, (own[n] as number) - ownMean];
      both += weight * a * b;
      square += weight * a * a;
      ownSquare += weight * b * b;
    }
    // Where both are even there is nothing that could be told apart.
    const alike = both / Math.sqrt(square * ownSquare + 1e-6);
    return { alike, gain: Math.sqrt((ownSquare + 1e-6) / (square + 1e-6)), mean, ownMean };
  }

  /** The small movement, on its own picture, that lessens the difference most. */
  #step(seen: Float64Array, tone: (value: number) => number): Similarity | undefined {
    const h = new Float64Array(16);
    const b = new Float64Array(4);
    const errors = Float64Array.from(seen, (value, n) => tone(value) - (this.#values[n] as number));
    // What differs a lot is something else that lies before it, and counts less.
    const usual = Math.max(1, 1.5 * middleOf(errors));
    for (let n = 0; n < errors.length; n++) {
      const error = errors[n] as number;
      const weight = (this.#weights[n] as number) * Math.min(1, usual / (Math.abs(error) || 1));
      for (let i = 0; i < 4; i++) {
        const answer = weight * (this.#answers[n * 4 + i] as number);
        b[i] = (b[i] as number) + answer * error;
        for (let j = i; j < 4; j++)
          h[i * 4 + j] = (h[i * 4 + j] as number) + answer * (this.#answers[n * 4 + j] as number);
      }
    }
    for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) h[i * 4 + j] = h[j * 4 + i] as number;
    const found = solved(h, b);
    if (!found) return undefined;
    const [grow = 0, turn = 0, dx = 0, dy = 0] = found;
    const { x, y, w, h: high } = this.rect;
    const [mx, my] = [x + w / 2, y + high / 2];
    const [a, c] = [1 + grow, turn];
    return { a, b: c, dx: dx + mx - (a * mx - c * my), dy: dy + my - (c * mx + a * my) };
  }

  #isStill(step: Similarity): boolean {
    const { x, y, w, h } = this.rect;
    return [
      { x, y },
      { x: x + w, y: y + h },
    ].every((corner) => {
      const to = moved(step, corner);
      return Math.hypot(to.x - corner.x, to.y - corner.y) < STILL * this.#size;
    });
  }
}

/** The level on which the places lie about a pixel apart. */
function levelFor(size: number, levels: number): number {
  let level = 0;
  while (level < levels - 1 && size / SIDE / 2 ** level > COARSE) level++;
  return level;
}

/** The middle one of what they come to. */
function middleOf(errors: Float64Array): number {
  const sorted = errors.map(Math.abs).sort();
  return sorted[sorted.length >> 1] as number;
}
