import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Shape } from '#lib/model/shape.ts';
import { ellipse } from '#lib/model/shapes/ellipse.ts';
import { mask, type Mask } from '#lib/model/shapes/mask.ts';
import { presentRanges, type Track } from '#lib/model/track.ts';
import type { Frame } from '#lib/model/time.ts';
import { anyKind, usualOfKind } from '../../../tests/builders/any-shape.ts';
import { intervalOverlap } from './interval-overlap.ts';
import { shapeOverlap } from './shape-overlap.ts';
import { MOST_SAMPLES, trackOverlap } from './track-overlap.ts';

const box = (x: number, y: number, w: number, h: number): Shape => ({ kind: 'box', x, y, w, h });
const square = (x: number, y: number, size: number): Shape => ({
  kind: 'polygon',
  points: [
    { x, y },
    { x: x + size, y },
    { x: x + size, y: y + size },
    { x, y: y + size },
  ],
});
const block = (x: number, y: number, w: number, h: number): Mask => mask.inRect({ x, y, w, h });
const dots = (...points: readonly (readonly [number, number])[]): Shape => ({
  kind: 'point',
  points: points.map(([x, y]) => ({ x, y })),
});

const anyShape: fc.Arbitrary<Shape> = anyKind.chain((kind): fc.Arbitrary<Shape> => usualOfKind[kind]);

describe('intervals', () => {
  // The first six as ActivityNet's segment_iou gives them.
  it.each([
    [[10, 20], [10, 20], 1],
    [[10, 20], [15, 25], 1 / 3],
    [[10, 20], [20, 30], 0],
    [[10, 20], [0, 100], 0.1],
    [[10, 20], [12, 13], 0.1],
    [[10, 20], [5, 10.5], 1 / 30],
    [[2, 8], [0, 10], 0.6],
  ] as const)('%j and %j', ([start, end], [from, to], expected) => {
    const pair = [
      { start, end },
      { start: from, end: to },
    ] as const;
    expect(intervalOverlap(...pair)).toBeCloseTo(expected, 12);
    expect(intervalOverlap(pair[1], pair[0])).toBeCloseTo(expected, 12);
  });
});

describe('shapes', () => {
  it.each([
    ['boxes', box(0, 0, 10, 10), box(5, 0, 10, 10), 1 / 3],
    ['boxes that nearly fit', box(0, 0, 10, 10), box(1, 1, 10, 10), 0.680672],
    ['boxes that touch', box(0, 0, 10, 10), box(10, 0, 10, 10), 0],
    ['masks', block(0, 0, 10, 10), block(5, 0, 10, 10), 1 / 3],
    ['masks apart', block(0, 0, 4, 4), block(8, 0, 4, 4), 0],
    ['points on each other', dots([3, 4]), dots([3, 4]), 1],
    ['points at the distance that is near', dots([0, 0]), dots([6, 8]), Math.exp(-0.5)],
    ['an area and a point in it', box(0, 0, 10, 10), dots([5, 5]), 0],
  ])('%s', (_, a, b, expected) => expect(shapeOverlap(a, b)).toBeCloseTo(expected, 6));

  it('polygons are what boxes are, within a hundredth', () => {
    for (const [x, y] of [
      [5, 0],
      [1, 1],
      [0, 9.5],
    ] as const)
      expect(
        Math.abs(
          shapeOverlap(square(0, 0, 10), square(x, y, 10)) -
            shapeOverlap(box(0, 0, 10, 10), box(x, y, 10, 10)),
        ),
      ).toBeLessThan(0.01);
  });

  it('a triangle is half of its square, a circle π/4 of it', () => {
    const triangle: Shape = {
      kind: 'polygon',
      points: [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
        { x: 0, y: 100 },
      ],
    };
    const circle = ellipse.inRect({ x: 0, y: 0, w: 100, h: 100 });
    expect(shapeOverlap(triangle, square(0, 0, 100))).toBeCloseTo(0.5, 2);
    expect(shapeOverlap(square(0, 0, 100), circle)).toBeCloseTo(Math.PI / 4, 2);
  });

  it('are from 0 to 1, the same both ways, and 1 with themselves', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (a, b) => {
        const overlap = shapeOverlap(a, b);
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1 + 1e-9);
        expect(shapeOverlap(b, a)).toBeCloseTo(overlap, 9);
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (w, h) => {
        for (const shape of [box(3, 4, w, h), block(3, 4, w, h), square(1, 2, w), dots([w, h], [h, w])])
          expect(shapeOverlap(shape, shape)).toBeCloseTo(1, 9);
      }),
    );
  });
});

function track(id: string, ...keyframes: readonly [frame: number, shape: Shape | null][]): Track {
  let last: Shape = box(0, 0, 1, 1);
  return {
    id: id as TrackId,
    label: 'tool' as LabelId,
    kind: 'box',
    source: 'hand',
    deleted: false,
    attributes: {},
    keyframes: keyframes.map(([frame, shape]) => {
      last = shape ?? last;
      return { frame: frame as Frame, shape: last, outside: shape === null, occluded: false };
    }),
  };
}

const through = (of: Track, count: number) => ({ track: of, ranges: presentRanges(of.keyframes, count) });

describe('tracks', () => {
  it('that lie still on each other by a third are the same by a third', () => {
    const a = through(track('a', [0, box(0, 0, 10, 10)]), 50);
    const b = through(track('b', [0, box(5, 0, 10, 10)]), 50);
    expect(trackOverlap(a, b)).toBeCloseTo(1 / 3, 12);
  });

  it('of which one comes later are the same for as long as both are there', () => {
    const a = through(track('a', [0, box(0, 0, 10, 10)], [40, null]), 100);
    const b = through(track('b', [10, box(0, 0, 10, 10)], [50, null]), 100);
    expect(trackOverlap(a, b)).toBeCloseTo(30 / 50, 12);
    const c = through(track('c', [40, box(0, 0, 10, 10)]), 100);
    expect(trackOverlap(a, c)).toBe(0);
  });

  it('a gap in one counts', () => {
    const a = through(track('a', [0, box(0, 0, 10, 10)]), 100);
    const b = through(track('b', [0, box(0, 0, 10, 10)], [25, null], [75, box(0, 0, 10, 10)]), 100);
    expect(trackOverlap(a, b)).toBeCloseTo(0.5, 12);
  });

  it('of which one moves through the other: the mean over the frames', () => {
    const still = track('a', [0, box(0, 0, 10, 10)]);
    const moving = track('b', [0, box(0, 0, 10, 10)], [10, box(10, 0, 10, 10)]);
    const expected = Array.from({ length: 11 }, (_, n) => (10 - n) / (10 + n));
    expect(trackOverlap(through(still, 11), through(moving, 11))).toBeCloseTo(
      expected.reduce((sum, value) => sum + value, 0) / 11,
      6,
    );
  });

  it('that are there for many short moments are seen all the same', () => {
    const moments = Array.from({ length: 300 }, (_, n): readonly [number, Shape | null][] => [
      [n * 4, box(0, 0, 10, 10)],
      [n * 4 + 1, null],
    ]).flat();
    const [a, b] = [track('a', ...moments), track('b', ...moments)].map((one) => through(one, 1200));
    expect(trackOverlap(a!, b!)).toBe(1);
  });

  it('of many frames are sampled, close to the whole', () => {
    const count = MOST_SAMPLES * 50;
    const a = through(track('a', [0, box(0, 0, 10, 10)], [count / 2, null]), count);
    const b = through(track('b', [0, box(0, 0, 10, 10)]), count);
    expect(trackOverlap(a, b)).toBeCloseTo(0.5, 2);
    expect(trackOverlap(b, a)).toBe(trackOverlap(a, b));
  });
});
