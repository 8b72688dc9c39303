import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCodec, FakeFrame } from '../../../../tests/builders/fake-codec.ts';
import { firstToGo, FrameCache } from './frame-cache.ts';
import { windowAround, type Travel } from './window.ts';

let codec: FakeCodec;
beforeEach(() => {
  codec = new FakeCodec();
});

function picture(number: number): VideoFrame {
  const place = { users: 0, free: () => undefined };
  return new FakeFrame({ timestamp: number, number, codec, place }) as unknown as VideoFrame;
}

const around = (at: number, size = 4, travel: Travel = 0) => windowAround(at, travel, 1000, size);

describe('a cache of pictures', () => {
  it('[M21] never holds more than it may, keeps what the window wants, and closes each picture once', () => {
    const put = fc.record({ frame: fc.nat({ max: 60 }), at: fc.nat({ max: 60 }) });
    fc.assert(
      fc.property(fc.array(put, { maxLength: 120 }), fc.integer({ min: 1, max: 12 }), (puts, capacity) => {
        codec = new FakeCodec();
        const cache = new FrameCache(capacity);
        for (const { frame, at } of puts) {
          const window = windowAround(at, 1, 61, capacity);
          const kept = [...Array(61).keys()].filter(
            (one) => cache.has(one) && one >= window.whole.first && one < window.whole.end,
          );
          cache.put(frame, picture(frame), window);
          expect(cache.size).toBeLessThanOrEqual(capacity);
          expect(codec.open).toBe(cache.size);
          for (const one of kept) expect(cache.has(one)).toBe(true);
        }
        cache.clear();
        expect(codec.open).toBe(0);
        expect(codec.closedTwice).toBe(0);
      }),
    );
  });

  it('gives the picture of exactly that frame', () => {
    const cache = new FrameCache(4);
    for (const frame of [3, 4, 5]) cache.put(frame, picture(frame), around(4));
    expect((cache.get(4) as unknown as FakeFrame).number).toBe(4);
    expect(cache.get(6)).toBeUndefined();
  });

  it('finds the nearest', () => {
    const cache = new FrameCache(4);
    expect(cache.nearest(7)).toBeNull();
    for (const frame of [2, 9]) cache.put(frame, picture(frame), around(4));
    expect(cache.nearest(5)).toBe(2);
    expect(cache.nearest(6)).toBe(9);
  });

  it('closes a second picture of a frame, and the farthest when it shrinks', () => {
    const cache = new FrameCache(4);
    for (const frame of [1, 2, 2, 3, 4]) cache.put(frame, picture(frame), around(1));
    expect(codec.open).toBe(4);
    cache.shrink(2, around(1));
    expect([cache.has(1), cache.has(2), cache.has(3)]).toEqual([true, true, false]);
    expect(codec.open).toBe(2);
  });
});

it('what lies outside of the window goes first, then the farthest', () => {
  expect(firstToGo([10, 11, 90, 12], around(11))).toBe(90);
  expect(firstToGo([100, 116, 95, 147], windowAround(100, 1, 1000, 64))).toBe(147);
  expect(firstToGo([100, 116, 83, 147], windowAround(100, 1, 1000, 64))).toBe(83);
});
