/** A follower's picture against a clock, on machines that paint often and seldom, each picture somewhat late. */
import { expect, it } from 'vitest';
import { Pacer } from './pace.ts';

const FRAME_MS = 40;

/** How far from the clock the video is in the last 40 of 60 seconds: the middle, and how much it swings about it. */
function followed(paintMs: number, lateMs: number): { readonly middle: number; readonly swing: number } {
  const pacer = new Pacer();
  let seed = 1;
  const chance = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
  const found: number[] = [];
  let [at, factor, nextMs, last] = [-60, 1, 0, -1];
  for (let nowMs = 0; nowMs < 60_000; nowMs++) {
    at += factor;
    if (nowMs >= nextMs) {
      nextMs = nowMs + paintMs * (0.7 + 0.6 * chance());
      const frame = Math.floor((at + Math.log(1 - chance()) * lateMs) / FRAME_MS);
      const lag = nowMs - (frame + 0.4) * FRAME_MS;
      if (frame !== last) factor = pacer.look(lag, FRAME_MS, 1, nowMs) ?? factor;
      last = frame;
    }
    if (nowMs > 20_000 && nowMs % 10 === 0) found.push(at - nowMs);
  }
  const middle = found.reduce((sum, one) => sum + one, 0) / found.length;
  return {
    middle,
    swing: Math.sqrt(found.reduce((sum, one) => sum + (one - middle) ** 2, 0) / found.length),
  };
}

it.each([
  [16, 3, 0.25],
  [40, 10, 0.25],
  [100, 20, 0.5],
  [200, 40, 0.75],
  [350, 60, 1],
])(
  'painting every %i ms and about %i ms late it comes to rest within %f of a frame',
  (paint, late, share) => {
    const { middle, swing } = followed(paint, late);
    expect(swing).toBeLessThan(FRAME_MS * share);
    // Ahead by what the pictures are late: that is how they are seen in time.
    expect(middle).toBeGreaterThan(-FRAME_MS / 2);
    expect(middle).toBeLessThan(FRAME_MS / 2 + late);
  },
);
