import { describe, expect, it } from 'vitest';
import { Bitmap } from './bitmap.ts';
import { grow } from './grow.ts';
import { maskOf } from './mask.ts';

const SIZE = 60;

/** A bright disc of radius 12 about (20, 20) and a dim one about (45, 45), on dark ground, all of it with noise. */
function picture(noise: number): { width: number; height: number; data: Uint8Array } {
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const data = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const bright = Math.hypot(x + 0.5 - 20, y + 0.5 - 20) < 12 ? 180 : Math.hypot(x + 0.5 - 45, y + 0.5 - 45) < 8 ? 90 : 30; // prettier-ignore
      data[y * SIZE + x] = bright + (random() - 0.5) * noise;
    }
  return { width: SIZE, height: SIZE, data };
}

function grown(at: { x: number; y: number }, tolerance: number, noise = 20, size = SIZE) {
  const bitmap = new Bitmap({ x: 0, y: 0, w: size, h: size });
  grow(picture(noise), at, tolerance, bitmap, 1);
  return maskOf(bitmap);
}

/** How much of a disc is covered, as intersection over union. */
function overlap(mask: ReturnType<typeof grown>, cx: number, cy: number, radius: number): number {
  const bitmap = new Bitmap({ x: 0, y: 0, w: 200, h: 200 });
  if (mask) {
    let at = 0;
    for (const [n, run] of mask.runs.entries()) {
      for (let place = at; n % 2 && place < at + run; place++) {
        const x = mask.x + (place % mask.w);
        bitmap.fillRow(mask.y + Math.floor(place / mask.w), x, x + 1, 1);
      }
      at += run;
    }
  }
  let [both, either] = [0, 0];
  for (let y = 0; y < 200; y++)
    for (let x = 0; x < 200; x++) {
      const [ours, theirs] = [bitmap.at(x, y) === 1, Math.hypot(x + 0.5 - cx, y + 0.5 - cy) < radius];
      both += Number(ours && theirs);
      either += Number(ours || theirs);
    }
  return both / either;
}

describe('a region grown from a place', () => {
  it.each([0, 20, 40])('is what is as bright and hangs together with it, with noise of %i', (noise) => {
    expect(overlap(grown({ x: 20, y: 20 }, 40, noise), 20, 20, 12)).toBeGreaterThan(0.9);
    expect(overlap(grown({ x: 45, y: 45 }, 30, noise), 45, 45, 8)).toBeGreaterThan(0.85);
  });

  it('takes all that hangs together within the tolerance', () => {
    expect(grown({ x: 45, y: 45 }, 80)?.w).toBeGreaterThan(50);
  });

  it('is measured on a picture of other pixels: a light rendition', () => {
    expect(overlap(grown({ x: 40, y: 40 }, 40, 20, 2 * SIZE), 40, 40, 24)).toBeGreaterThan(0.9);
  });

  it('outside the picture is nothing', () => {
    expect(grown({ x: -1, y: 5 }, 40)).toBeUndefined();
    expect(grown({ x: 5, y: 60 }, 40)).toBeUndefined();
  });
});
