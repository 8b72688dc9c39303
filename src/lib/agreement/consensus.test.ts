import { describe, expect, it } from 'vitest';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt } from '#lib/model/track.ts';
import { compared } from './comparison.ts';
import { contentOf, mergedOf } from './consensus.ts';
import { marksOf, type Mark } from './marks.ts';
import { usualTolerance } from './things.ts';

const FRAMES = 200;
const empty = { tracks: [], segments: [], boundaries: [], events: [] };
let made = 0;

const interval = (label: string, start: number, end: number, attributes = {}) => ({
  id: `s${made++}`, tier: 'findings', label, start, end, deleted: false, attributes,
}); // prettier-ignore
const event = (label: string, frame: number, attributes = {}) => ({
  id: `e${made++}`, label, frame, deleted: false, attributes,
}); // prettier-ignore
const key = (frame: number, shape: Shape, more: Partial<Keyframe> = {}): Keyframe => ({
  frame: frame as Frame, shape, outside: false, occluded: false, ...more,
}); // prettier-ignore
const box = (x: number, w = 10): Shape => ({ kind: 'box', x, y: 0, w, h: 10 });
const track = (label: string, keyframes: readonly Keyframe[], more: object = {}) => ({
  id: `t${made++}`, label, kind: keyframes[0]!.shape.kind, source: 'hand', deleted: false, attributes: {}, keyframes,
  ...more,
}); // prettier-ignore

const marks = (of: object): readonly Mark[] => marksOf({ ...empty, ...of } as never, FRAMES);
const tracks = (...all: readonly object[]) => marks({ tracks: all });

describe('intervals and instants', () => {
  it('begin and end in the middle, with what most say', () => {
    const three = marks({
      segments: [
        interval('cut', 10, 30, { side: 'left', depth: 3 }),
        interval('clip', 14, 50, { side: 'right' }),
        interval('clip', 40, 60, { side: 'right', depth: '' }),
      ],
    });
    expect(mergedOf(three, FRAMES)).toEqual({
      kind: 'segment', tier: 'findings', label: 'clip', start: 14, end: 50, attributes: { side: 'right', depth: 3 },
    }); // prettier-ignore
    expect(mergedOf(three.slice(0, 2), FRAMES)).toMatchObject({ label: 'cut', start: 12, end: 40 });
    expect(mergedOf(marks({ events: [event('bleed', 9), event('bleed', 12)] }), FRAMES)).toMatchObject({
      kind: 'event',
      frame: 11,
    });
    expect(mergedOf([], FRAMES)).toBeNull();
  });

  it('phases stay phases', () => {
    const boundaries = [
      { id: 'b1', tier: 'phase', label: 'prepare', frame: 20, deleted: false },
      { id: 'b2', tier: 'phase', label: null, frame: 60, deleted: false },
    ];
    const [phase] = marks({ boundaries });
    const content = { kind: 'phase', tier: 'phase', label: 'prepare', start: 20, end: 60 };
    expect(contentOf(phase!)).toEqual(content);
    expect(mergedOf([phase!], FRAMES)).toEqual(content);
  });
});

describe('tracks', () => {
  it('lie in the mean of where they are, from the middle of their starts to that of their ends', () => {
    const two = tracks(
      track('line', [key(10, box(0)), key(50, box(40)), key(80, box(40), { outside: true })]),
      track('line', [key(20, box(20, 20)), key(90, box(20, 20), { outside: true })]),
    );
    const merged = mergedOf(two, FRAMES);
    expect(merged).toMatchObject({ kind: 'track', shape: 'box', label: 'line', source: 'hand' });
    const { keyframes } = merged as { keyframes: readonly Keyframe[] };
    expect(keyframes.map(({ frame, outside }) => [frame, outside])).toEqual([
      [15, false], [20, false], [50, false], [80, false], [85, true],
    ]); // prettier-ignore
    expect(stateAt(keyframes, 20 as Frame)?.shape).toEqual(box(15, 15));
    expect(stateAt(keyframes, 50 as Frame)?.shape).toEqual(box(30, 15));
    // Between keyframes it moves as the mean of both does.
    expect(stateAt(keyframes, 35 as Frame)?.shape).toEqual(box(22.5, 15));
    expect(stateAt(keyframes, 84 as Frame)?.shape).toEqual(box(20, 20));
  });

  it('of more than two are where half of them are', () => {
    const gap = [key(0, box(0)), key(50, box(0), { outside: true }), key(100, box(0))];
    const three = tracks(track('line', gap), track('line', gap), track('line', [key(0, box(30))]));
    const { keyframes } = mergedOf(three, FRAMES) as { keyframes: readonly Keyframe[] };
    expect(keyframes.map(({ frame, outside }) => [frame, outside])).toEqual([
      [0, false], [50, true], [100, false],
    ]); // prettier-ignore
    expect(keyframes[0]?.shape).toEqual(box(10));
  });

  it('that are alike merge to the same, and such of other kinds not at all', () => {
    const alike = [key(10, box(5)), key(40, box(9), { outside: true })];
    const { keyframes } = mergedOf(tracks(track('a', alike), track('a', alike)), FRAMES) as {
      keyframes: readonly Keyframe[];
    };
    expect(keyframes.map(({ shape, frame, outside }) => [frame, shape, outside])).toEqual(
      [[10, box(5), false], [40, box(5), true]], // prettier-ignore
    );
    const ellipse: Shape = { kind: 'ellipse', cx: 5, cy: 5, rx: 5, ry: 5, rotation: 0 };
    expect(mergedOf(tracks(track('a', alike), track('a', [key(10, ellipse)])), FRAMES)).toBeNull();
  });
});

it('layers held against each other: conflicts worst first, then what agrees, with the numbers beside', () => {
  const tolerance = usualTolerance(20);
  const a = marks({
    segments: [interval('cut', 0, 40), interval('clip', 60, 100)],
    events: [event('bleed', 50), event('bleed', 150)],
  });
  const b = marks({
    segments: [interval('cut', 2, 40), interval('cut', 60, 120)],
    events: [event('bleed', 52)],
  });
  const { things, figures } = compared([a, b], tolerance, FRAMES);
  expect(things.map(({ frame, places, conflicts }) => [frame, places, conflicts.map(({ kind }) => kind)])).toEqual([
    [150, [3, null], ['missing']],
    [60, [1, 1], ['label', 'edges']],
    [0, [0, 0], []],
    [50, [2, 2], []],
  ]); // prettier-ignore
  const of = (label: string, kind: string) =>
    figures.labels.find((one) => (one.label as string) === label && one.kind === kind);
  expect(of('cut', 'interval')).toMatchObject({ n: 3, pairs: 1, f1: 2 / 3, overlap: 0.95, edgeFrames: 1 });
  expect(of('clip', 'interval')).toMatchObject({ n: 1, pairs: 0, f1: 0, overlap: null, edgeFrames: null });
  expect(of('bleed', 'event')).toMatchObject({ n: 3, pairs: 1, f1: 2 / 3, overlap: null, edgeFrames: 2 });
  expect(figures.tiers).toEqual([]);
});

it('phases give a kappa over all frames of the video', () => {
  const phases = (cut: number) =>
    marks({
      boundaries: [
        { id: `p${made++}`, tier: 'phase', label: 'one', frame: 0, deleted: false },
        { id: `p${made++}`, tier: 'phase', label: 'two', frame: cut, deleted: false },
      ],
    });
  const { figures } = compared([phases(100), phases(120)], usualTolerance(20), FRAMES);
  // Alike on 180 of 200 frames; by chance on 0.5 · 0.6 + 0.5 · 0.4.
  expect(figures.tiers).toMatchObject([{ tier: 'phase', n: 200, observed: 0.9, name: 'Cohen' }]);
  expect(figures.tiers[0]?.kappa).toBeCloseTo(0.8, 9);
  expect(compared([phases(100), phases(100)], usualTolerance(20), FRAMES).figures.tiers[0]?.kappa).toBe(1);
});
