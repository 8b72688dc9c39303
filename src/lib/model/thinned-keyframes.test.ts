import { describe, expect, it } from 'vitest';
import type { Frame } from './time.ts';
import { opsOf } from './shape.ts';
import { thinned, type Placed } from './thinned-keyframes.ts';

function boxAt(frame: number, x: number): Placed {
  return { frame: frame as Frame, shape: { kind: 'box', x, y: 10, w: 20, h: 20 } };
}

describe('thinning', () => {
  it('keeps two of what moves evenly, and the turns of what does not', () => {
    const even = Array.from({ length: 50 }, (_, n) => boxAt(n, 3 * n));
    expect(thinned(even, 0.5).map(({ frame }) => frame)).toEqual([0, 49]);
    const bent = Array.from({ length: 50 }, (_, n) => boxAt(n, n < 20 ? 3 * n : 60));
    expect(thinned(bent, 0.5).map(({ frame }) => frame)).toEqual([0, 20, 49]);
  });

  it('puts no frame further from where it was than is tolerated', () => {
    const all = Array.from({ length: 200 }, (_, n) => boxAt(n, 100 + 40 * Math.sin(n / 9)));
    const few = thinned(all, 1);
    expect(few.length).toBeLessThan(60);
    for (const { frame, shape } of all) {
      const next = few.findIndex((one) => one.frame >= frame);
      const [a, b] = [few[Math.max(0, next - 1)]!, few[next]!];
      const t = b.frame === a.frame ? 0 : (frame - a.frame) / (b.frame - a.frame);
      const between = opsOf('box').interpolate(a.shape, b.shape, t);
      expect(Math.abs(opsOf('box').bounds(between).x - opsOf('box').bounds(shape).x)).toBeLessThanOrEqual(
        1.02,
      );
    }
  });
});
