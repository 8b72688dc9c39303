import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import { must } from '#lib/model/problem.ts';
import { opsSeen } from '#lib/model/shapes/stretched.ts';
import { anyKeyframeValue } from '../../../tests/builders/any-keyframe.ts';
import { rounds } from '../../../tests/builders/random-edits.ts';
import { packKeyframe, removedKeyframe, unpackKeyframe } from './pack.ts';

const box = (x: number, y: number, w: number, h: number, flags = {}): KeyframeValue => ({
  shape: { kind: 'box', x, y, w, h },
  outside: false,
  occluded: false,
  ...flags,
});

describe('a keyframe as bytes', () => {
  it('[D10] is its kind and flags, then each number in hundredths as a zigzag varint', () => {
    expect([...packKeyframe(box(0, -0.01, 0.01, 0.64))]).toEqual([0x01, 0, 1, 2, 0x80, 0x01]);
    expect([...packKeyframe(box(0, 0, 1, 1, { outside: true }))]).toEqual([0x41, 0, 0, 0xc8, 1, 0xc8, 1]);
    expect([...packKeyframe(box(0, 0, 1, 1, { occluded: true }))].at(0)).toBe(0x81);
  });

  it('[D45] of what is turned says how it lies where pixels are square', () => {
    const shape = { kind: 'rotated-box', x: 0, y: 0, w: 10, h: 4, rotation: 90 } as const;
    const kept = unpackKeyframe(packKeyframe({ ...box(0, 0, 1, 1), shape }));
    const corners = opsSeen('rotated-box', 2).outline(must(kept, 'it is one').shape);
    // 20 wide and 4 high as one sees it, turned about 10, 2: then 4 wide and 20 high, which is 2 and 20 stored pixels.
    for (const [n, at] of [
      [6, -8],
      [6, 12],
      [4, 12],
      [4, -8],
    ].entries())
      // prettier-ignore
      expect([corners?.[n]?.x, corners?.[n]?.y].map((number) => Math.round(number ?? NaN))).toEqual(at);
  });

  it('[D10] reads as what was written, for every shape that can be stored', () => {
    fc.assert(
      fc.property(anyKeyframeValue, (value) => {
        expect(unpackKeyframe(packKeyframe(value))).toEqual(value);
      }),
    );
  });

  it.each<[string, KeyframeValue['shape'], readonly number[]]>([
    ['a box', { kind: 'box', x: 0, y: 0.01, w: 0.02, h: 0.03 }, [1, 0, 2, 4, 6]],
    [
      'an ellipse',
      { kind: 'ellipse', cx: 0, cy: 0.01, rx: 0.02, ry: 0.03, rotation: 0.04 },
      [2, 0, 2, 4, 6, 8],
    ],
    [
      'a rotated box',
      { kind: 'rotated-box', x: 0, y: 0.01, w: 0.02, h: 0.03, rotation: 0.04 },
      [3, 0, 2, 4, 6, 8],
    ],
    [
      'a polygon',
      {
        kind: 'polygon',
        points: [
          { x: 0, y: 0.01 },
          { x: 0.02, y: 0 },
          { x: 0, y: 0 },
        ],
      },
      [4, 0, 2, 4, 0, 0, 0],
    ],
    [
      'a polyline',
      {
        kind: 'polyline',
        points: [
          { x: 0, y: 0.01 },
          { x: 0.02, y: 0 },
        ],
      },
      [5, 0, 2, 4, 0],
    ],
    ['a point', { kind: 'point', points: [{ x: 0, y: 0.01 }] }, [6, 0, 2]],
  ])('[D39] of %s is its code and its numbers', (_what, shape, bytes) => {
    const value = { shape, outside: false, occluded: false };
    expect([...packKeyframe(value)]).toEqual(bytes);
    expect(unpackKeyframe(Uint8Array.from(bytes))).toEqual(value);
  });

  it.each<[string, readonly number[]]>([
    ['an ellipse with no rotation', [2, 0, 0, 2, 2]],
    ['an ellipse of no width', [2, 0, 0, 0, 2, 0]],
    ['a turn of 360°', [3, 0, 0, 2, 2, 0xc0, 0xb2, 0x04]],
    ['a polygon of two points', [4, 0, 0, 2, 2]],
    ['a line of one point', [5, 0, 0]],
    ['no point', [6]],
    ['half a point', [6, 0, 0, 2]],
    ['more than 2,000 points', [6, ...Array.from({ length: 4002 }, () => 0)]],
    ['a turn to the left', [3, 0, 0, 2, 2, 1]],
  ])('[D39] is none with %s', (_what, bytes) => {
    expect(unpackKeyframe(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('[D10] rounds to hundredths of a pixel', () => {
    expect(unpackKeyframe(packKeyframe(box(1.004, 1.006, 2.999, 3.0049)))).toEqual(box(1, 1.01, 3, 3));
  });

  it('[D10] of no length is a removed keyframe, and no keyframe', () => {
    expect(removedKeyframe()).toHaveLength(0);
    expect(unpackKeyframe(removedKeyframe())).toBeUndefined();
  });

  const good = packKeyframe(box(1, 2, 3, 4));
  it.each<[string, ArrayLike<number>]>([
    ['an unknown kind', [0x3f, ...good.slice(1)]],
    ['cut short', good.slice(0, -1)],
    ['one number too many', [...good, 2]],
    ['one number too few', [0x01, 0, 0, 2]],
    ['no width', [0x01, 0, 0, 0, 2]],
    ['a coordinate beyond all videos', [0x01, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 2, 2]],
    ['a number that never ends', [0x01, ...Array.from({ length: 100 }, () => 0x80)]],
    ['numbers that never end', new Uint8Array(1_000_000).fill(1)],
  ])('[D10] is none with %s', (_what, bytes) => {
    expect(unpackKeyframe(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('[D10] never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const value = unpackKeyframe(bytes);
        expect(value && unpackKeyframe(packKeyframe(value))).toEqual(value);
      }),
      rounds(1000),
    );
  });

  it.each([NaN, Infinity, -Infinity, 1_000_001])('is never written with a coordinate of %s', (x) => {
    expect(() => packKeyframe(box(x, 0, 1, 1))).toThrow('cannot be stored');
  });
});
