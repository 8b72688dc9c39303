import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameIndex } from './frame-index.ts';
import { frame } from './time.ts';

const MS = { num: 1, den: 1000 };
/** As scanners make them: odd steps, a hole, a start that is not 0. */
const uneven = new FrameIndex(MS, Float64Array.of(500, 533, 567, 967, 1001), 34);

/** Any index that a file could have. */
const indices = fc
  .record({
    num: fc.integer({ min: 1, max: 1001 }),
    den: fc.integer({ min: 1, max: 1_000_000 }),
    first: fc.integer({ min: -100_000, max: 2 ** 40 }),
    steps: fc.array(fc.integer({ min: 1, max: 500_000 }), { maxLength: 300 }),
    last: fc.integer({ min: 1, max: 100_000 }),
  })
  .map(({ num, den, first, steps, last }) => {
    const pts = [first];
    for (const step of steps) pts.push((pts.at(-1) ?? 0) + step);
    return new FrameIndex({ num, den }, Float64Array.from(pts), last);
  });

describe('times', () => {
  it('count from the first frame', () => {
    expect([0, 1, 2, 3, 4, 5].map((n) => uneven.timeMs(n))).toEqual([0, 33, 67, 467, 501, 535]);
    expect(uneven.middleMs(2)).toBe(267);
    expect(uneven.durationMs).toBe(535);
    expect(uneven.averageFps).toBeCloseTo(5 / 0.535);
  });

  it('find the frame on the screen, and the nearest one', () => {
    expect([-5, 0, 32, 33, 466, 467, 9999].map((ms) => uneven.frameAt(ms))).toEqual([0, 0, 0, 1, 2, 3, 4]);
    expect([-5, 16, 17, 266, 268, 9999].map((ms) => uneven.nearest(ms))).toEqual([0, 0, 1, 2, 3, 4]);
  });

  it('lead back to their frame, for every frame of every index', () => {
    fc.assert(
      fc.property(indices, (index) => {
        for (let n = 0; n < index.count; n++) {
          expect(index.nearest(index.timeMs(n))).toBe(n);
          expect(index.frameAt(index.timeMs(n))).toBe(n);
          expect(index.frameAt(index.middleMs(n))).toBe(n);
        }
      }),
    );
  });

  it('survive the rounding to microseconds that browsers do', () => {
    const at30 = new FrameIndex(
      { num: 1, den: 15360 },
      Float64Array.from({ length: 1000 }, (_, n) => n * 512),
      512,
    );
    for (let n = 0; n < 1000; n++)
      expect(at30.nearest(Math.floor(at30.timeMs(n) * 1000) / 1000)).toBe(frame(n));
  });
});

describe('encoding', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(indices, (index) => {
        const read = FrameIndex.decode(index.encode());
        expect(read.timebase).toEqual(index.timebase);
        expect(read.pts).toEqual(index.pts);
        expect(read.lastDuration).toBe(index.lastDuration);
      }),
    );
  });

  it('takes one byte a frame where the rate is constant', () => {
    const hours = new FrameIndex(
      { num: 1, den: 90_000 },
      Float64Array.from({ length: 432_000 }, (_, n) => n * 1500),
      1500,
    );
    expect(hours.encode().length).toBeLessThan(432_040);
  });

  it('refuses what is no index, and allocates nothing for what it claims', () => {
    expect(() => FrameIndex.decode(new Uint8Array())).toThrow(RangeError);
    expect(() => FrameIndex.decode(new TextEncoder().encode('<html>'))).toThrow(RangeError);
    // 2^40 frames in ten bytes.
    expect(() =>
      FrameIndex.decode(Uint8Array.of(0x4c, 0x46, 0x49, 0x31, 128, 128, 128, 128, 128, 32)),
    ).toThrow(RangeError);
    const good = uneven.encode();
    for (let length = 0; length < good.length; length++) {
      expect(() => FrameIndex.decode(good.subarray(0, length))).toThrow(RangeError);
    }
  });

  it('never takes any bytes for an index that is not in order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        const read = decoded(Uint8Array.of(0x4c, 0x46, 0x49, 0x31, ...tail));
        expect(read === 'refused' || read.every((pts, n) => n === 0 || pts > read[n - 1]!)).toBe(true);
      }),
    );
  });
});

function decoded(bytes: Uint8Array): Float64Array | 'refused' {
  try {
    return FrameIndex.decode(bytes).pts;
  } catch (error) {
    if (error instanceof RangeError) return 'refused';
    throw error;
  }
}

it('frames must ascend', () => {
  expect(() => new FrameIndex(MS, Float64Array.of(), 1)).toThrow('0 frames');
  expect(() => new FrameIndex(MS, Float64Array.of(0, 5, 5), 1)).toThrow('Frame 2 is not after frame 1.');
  expect(() => new FrameIndex({ num: 0, den: 1 }, Float64Array.of(0), 1)).toThrow('time base');
});
