import { describe, expect, it } from 'vitest';
import type { Rect } from '#lib/model/geometry.ts';
import { growthOf, inverse, moved, STILL, turnOf, type Similarity } from '#lib/model/similarity.ts';
import type { Luma } from '../luma.ts';
import { ObjectTracker } from './object-tracker.ts';
import { widenedLuma } from './widened-luma.ts';

const SIZE = { width: 320, height: 240 };
const OBJECT: Rect = { x: 100, y: 80, w: 60, h: 48 };

/** A soft, irregular texture that is the same each time. */
function texture(x: number, y: number, of: number): number {
  return (
    128 +
    34 * Math.sin(x * 0.21 + of) * Math.cos(y * 0.17 - of) +
    28 * Math.sin((x + y) * 0.11 + 2 * of) +
    22 * Math.cos((x - 2 * y) * 0.13 + of)
  );
}

/** The picture: the object moved, before a ground that stands still. */
function picture(pose: Similarity | null, light = 0): Luma {
  const { width, height } = SIZE;
  const data = new Uint8Array(width * height);
  const back = pose && inverse(pose);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = back && moved(back, { x: x + 0.5, y: y + 0.5 });
      const isIn =
        at &&
        Math.hypot(
          (at.x - OBJECT.x - OBJECT.w / 2) / (OBJECT.w / 2),
          (at.y - OBJECT.y - OBJECT.h / 2) / (OBJECT.h / 2),
        ) < 1;
      data[y * width + x] = Math.round(
        (isIn ? texture(at.x, at.y, 1.7) : texture(x * 0.6, y * 0.6, 5)) + light,
      );
    }
  return { ...SIZE, data };
}

function poseAt(n: number): Similarity {
  const [turn, growth] = [0.012 * n, 1 + 0.004 * n];
  const [a, b] = [growth * Math.cos(turn), growth * Math.sin(turn)];
  const middle = { x: OBJECT.x + OBJECT.w / 2, y: OBJECT.y + OBJECT.h / 2 };
  const to = { x: middle.x + 2.5 * n, y: middle.y + 12 * Math.sin(n / 6) };
  return { a, b, dx: to.x - (a * middle.x - b * middle.y), dy: to.y - (b * middle.x + a * middle.y) };
}

describe('an object that moves, turns and grows', () => {
  it('is found again within a pixel or so, also as the light changes', () => {
    const tracker = new ObjectTracker(picture(STILL), OBJECT);
    const middle = { x: OBJECT.x + OBJECT.w / 2, y: OBJECT.y + OBJECT.h / 2 };
    for (let n = 1; n <= 24; n++) {
      const { pose, confidence } = tracker.step(picture(poseAt(n), n));
      const [is, should] = [moved(pose, middle), moved(poseAt(n), middle)];
      expect(Math.hypot(is.x - should.x, is.y - should.y), `frame ${n}`).toBeLessThan(1.5);
      expect(confidence).toBeGreaterThan(0.5);
      expect(Math.abs(growthOf(pose) / growthOf(poseAt(n)) - 1)).toBeLessThan(0.05);
      expect(Math.abs(turnOf(pose) - turnOf(poseAt(n)))).toBeLessThan(3);
    }
  });

  it('keeps its form where pixels are not square', () => {
    const aspect = 16 / 11;
    // As a camera with such pixels stores it: narrower by as much, and as one sees it again where it is widened.
    const stored = (pose: Similarity) => widenedLuma(picture(pose), 1 / aspect);
    const tracker = new ObjectTracker(widenedLuma(stored(STILL), aspect), OBJECT);
    for (let n = 1; n <= 24; n++) {
      const { pose, confidence } = tracker.step(widenedLuma(stored(poseAt(n)), aspect));
      expect(confidence).toBeGreaterThan(0.5);
      expect(Math.abs(growthOf(pose) / growthOf(poseAt(n)) - 1)).toBeLessThan(0.05);
      expect(Math.abs(turnOf(pose) - turnOf(poseAt(n)))).toBeLessThan(3);
    }
  });

  it('is lost when it is gone', () => {
    const tracker = new ObjectTracker(picture(STILL), OBJECT);
    tracker.step(picture(poseAt(1)));
    const { data } = picture(null);
    const other: Luma = { ...SIZE, data: data.map((_, n) => (Math.imul(n + 7, 2654435761) >>> 24) & 255) };
    expect(tracker.step(other).confidence).toBeLessThan(0.3);
  });

  it('is lost when it has left the picture', () => {
    const tracker = new ObjectTracker(picture(STILL), OBJECT);
    let confidence = 1;
    for (let n = 1; n <= 40 && confidence >= 0.3; n++)
      confidence = tracker.step(picture({ a: 1, b: 0, dx: -6 * n, dy: 0 })).confidence;
    expect(confidence).toBeLessThan(0.3);
  });

  it('does not fail where all is even', () => {
    const even: Luma = { ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height).fill(90) };
    const { pose, confidence } = new ObjectTracker(even, OBJECT).step(even);
    expect(Object.values(pose).every(Number.isFinite)).toBe(true);
    expect(confidence).toBeLessThan(0.3);
  });
});
