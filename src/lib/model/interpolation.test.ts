/** What lies between keyframes, against what CVAT's server makes of the same ones (tests/fixtures/README.md). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Keyframe } from './keyframe.ts';
import { opsOf, type Shape, type ShapeKind } from './shape.ts';
import type { Frame } from './time.ts';
import { stateAt } from './track.ts';

type Theirs = {
  readonly id: string;
  readonly note: string;
  /** The first frame after the task. */
  readonly end: number;
  readonly keyframes: readonly {
    readonly frame: number;
    readonly type: string;
    readonly points: readonly number[];
    readonly rotation: number;
    readonly outside: boolean;
    readonly occluded: boolean;
  }[];
  /** Each frame on which it is to be seen. */
  readonly expected: readonly {
    readonly frame: number;
    readonly points: readonly number[];
    readonly rotation: number;
    readonly occluded: boolean;
  }[];
};

const fixture = new URL('../../../tests/fixtures/interpolation-cvat.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Theirs[];

/** Their numbers as ours. */
function numbersOf(type: string, points: readonly number[], rotation: number): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0] = points;
  if (type === 'rectangle') return [a, b, c - a, d - b, rotation];
  if (type === 'ellipse') return [a, b, c - a, b - d, rotation]; // middle, right end, top end
  return points;
}

const KINDS: Readonly<Record<string, ShapeKind>> = {
  rectangle: 'rotated-box',
  ellipse: 'ellipse',
  polygon: 'polygon',
  polyline: 'polyline',
  points: 'point',
};

function shapeOf(type: string, points: readonly number[], rotation: number): Shape {
  const kind = KINDS[type]!;
  const shape = opsOf(kind).fromNumbers(numbersOf(type, points, rotation));
  if (!shape) throw new Error(`${points.join(', ')} is not ${kind}.`);
  return shape;
}

describe('keyframes as CVAT interpolates them', () => {
  it.each(cases)('$id: $note', ({ keyframes, expected, end }) => {
    const { type } = keyframes[0]!;
    const ours = keyframes.map(({ frame, points, rotation, outside, occluded }): Keyframe => ({
      frame: frame as Frame,
      shape: shapeOf(type, points, rotation),
      outside,
      occluded,
    }));
    const there = new Map(expected.map((one) => [one.frame, one]));
    for (let frame = 0; frame < end; frame++) {
      const state = stateAt(ours, frame as Frame);
      // They list nothing after the last keyframe, and hold it; so do we.
      const theirs =
        there.get(frame) ??
        (frame > keyframes.at(-1)!.frame ? there.get(keyframes.at(-1)!.frame) : undefined);
      expect(state !== undefined, `there on ${frame}`).toBe(theirs !== undefined);
      if (!state || !theirs) continue;
      expect(state.occluded).toBe(theirs.occluded);
      const numbers = opsOf(state.shape.kind).toNumbers(state.shape);
      const wanted = numbersOf(type, theirs.points, theirs.rotation);
      expect(numbers).toHaveLength(wanted.length);
      for (const [at, number] of numbers.entries())
        expect(Math.abs(number - wanted[at]!), `frame ${frame}, number ${at}`).toBeLessThanOrEqual(0.0051);
    }
  });
});
