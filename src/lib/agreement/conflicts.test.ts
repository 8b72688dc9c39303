import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerMarks } from '#lib/model/completeness.ts';
import type { Doubt } from '#lib/model/doubt.ts';
import type { Event } from '#lib/model/event.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import type { Track } from '#lib/model/track.ts';
import { conflictsOf } from './conflicts.ts';
import { marksOf, type Mark } from './marks.ts';
import { thingsIn, usualTolerance, type Thing } from './things.ts';

const FRAMES = 1000;
const tolerance = usualTolerance(20); // 10 frames for events, 5 for edges

let made = 0;
const segment = (label: string, start: number, end: number, more: object = {}): Segment =>
  ({
    id: `s${made++}`,
    tier: 'findings',
    label,
    start,
    end,
    deleted: false,
    attributes: {},
    ...more,
  }) as never;
const event = (label: string, frame: number, more: object = {}): Event =>
  ({ id: `e${made++}`, label, frame, deleted: false, attributes: {}, ...more }) as never;
const boundary = (label: string | null, frame: number): Boundary =>
  ({ id: `b${made++}`, tier: 'phase', label, frame, deleted: false }) as never;
const track = (label: string, x: number, from = 0, to = FRAMES, more: object = {}): Track => {
  const value = (outside: boolean) => ({
    shape: { kind: 'box', x, y: 0, w: 10, h: 10 },
    outside,
    occluded: false,
  });
  const keyframes = [
    { frame: from, ...value(false) },
    ...(to < FRAMES ? [{ frame: to, ...value(true) }] : []),
  ];
  return {
    id: `t${made++}`,
    label,
    kind: 'box',
    source: 'hand',
    deleted: false,
    attributes: {},
    keyframes,
    ...more,
  } as never;
};

function layer(marks: Partial<LayerMarks>): readonly Mark[] {
  return marksOf({ tracks: [], segments: [], boundaries: [], events: [], ...marks }, FRAMES);
}

const told = (...layers: (readonly Mark[])[]) =>
  conflictsOf(layers, tolerance).map(({ kind, frame, amount, keys }) => [kind, frame, amount, ...keys]);
const placeOf = (mark: Mark | null) =>
  mark && ('frame' in mark ? mark.frame : 'range' in mark ? mark.range.start : 'track');
const show = (things: readonly Thing[]) => things.map(({ marks }) => marks.map(placeOf));

describe('things', () => {
  it('as many events as can be are paired, not each with its nearest', () => {
    const one = layer({ events: [event('cut', 100), event('cut', 200)] });
    const other = layer({ events: [event('cut', 20), event('cut', 120)] });
    const near = { ...tolerance, eventFrames: 90 };
    expect(show(thingsIn([one, other], near))).toEqual([
      [100, 20],
      [200, 120],
    ]);
  });

  it('a mark with the same label is taken before one that lies better', () => {
    const one = layer({ segments: [segment('sliding', 0, 100)] });
    const other = layer({ segments: [segment('contact', 0, 100), segment('sliding', 50, 150)] });
    expect(show(thingsIn([one, other], tolerance))).toEqual([
      [0, 50],
      [null, 0],
    ]);
  });

  it('of one tier are not paired with those of another', () => {
    const one = layer({ segments: [segment('sliding', 0, 100)] });
    const other = layer({ segments: [segment('sliding', 0, 100, { tier: 'other' })] });
    expect(told(one, other).map(([kind]) => kind)).toEqual(['missing', 'missing']);
  });

  it('of three layers are one where all have it', () => {
    const layers = [0, 3, 6].map((at) => layer({ segments: [segment('sliding', at, 100 + at)] }));
    expect(show(thingsIn(layers, tolerance))).toEqual([[0, 3, 6]]);
  });
});

describe('conflicts', () => {
  it('worst first: missing, another label, edges far apart, another place, other values', () => {
    const one = layer({
      tracks: [track('tool', 0), track('lesion', 300, 0, 200)],
      segments: [
        segment('sliding', 100, 200),
        segment('sliding', 600, 700, { attributes: { grade: 2, note: '' } }),
      ],
      events: [event('cut', 500)],
    });
    const other = layer({
      tracks: [track('tool', 6)],
      segments: [segment('contact', 110, 200), segment('sliding', 600, 700, { attributes: { grade: 3 } })],
      events: [event('cut', 502), event('cut', 900)],
    });
    expect(told(one, other)).toEqual([
      ['missing', 0, 200],
      ['missing', 900, 1],
      ['label', 100, 100],
      ['edges', 100, 10],
      ['place', 0, 0.75],
      ['attributes', 600, 1, 'grade'],
    ]);
  });

  it('phases: a boundary that lies apart is one of both phases, and a split one is missing', () => {
    const one = layer({ boundaries: [boundary('prepare', 0), boundary('dissect', 300)] });
    const other = layer({ boundaries: [boundary('prepare', 0), boundary('dissect', 340)] });
    expect(told(one, other)).toEqual([
      ['edges', 300, 40],
      ['edges', 300, 40],
    ]);
    const split = layer({
      boundaries: [boundary('prepare', 0), boundary(null, 300), boundary('dissect', 600)],
    });
    expect(told(one, split)).toEqual([['edges', 300, 300]]);
  });

  it('what is said to be blurred is let pass', () => {
    const doubt: Doubt = { certainty: 'probable', difficult: false, fuzz: 30 };
    const one = layer({ segments: [segment('sliding', 100, 400)] });
    expect(told(one, layer({ segments: [segment('sliding', 130, 400)] }))).toEqual([['edges', 100, 30]]);
    expect(told(one, layer({ segments: [segment('sliding', 130, 400, { doubt })] }))).toEqual([]);
  });

  it('values that change over time differ, too', () => {
    const one = layer({
      tracks: [track('tool', 0, 0, FRAMES, { changes: [{ frame: 5, key: 'open', value: true }] })],
    });
    const other = layer({
      tracks: [track('tool', 0, 0, FRAMES, { changes: [{ frame: 9, key: 'open', value: true }] })],
    });
    expect(told(one, other)).toEqual([['attributes', 0, 1, 'open']]);
  });

  it('what is deleted or nowhere is not there', () => {
    const gone = { deleted: true };
    const empty = layer({
      tracks: [track('tool', 0, 0, FRAMES, gone)],
      segments: [segment('sliding', 0, 9, gone)],
      events: [event('cut', 3, gone)],
      boundaries: [boundary(null, 0)],
    });
    expect(told(empty, layer({}))).toEqual([]);
  });
});

const anyMarks = fc
  .record({
    tracks: fc.array(
      fc.tuple(fc.constantFrom('tool', 'lesion'), fc.nat(30), fc.nat(500), fc.integer({ min: 1, max: 400 })),
      { maxLength: 4 },
    ),
    segments: fc.array(
      fc.tuple(fc.constantFrom('sliding', 'contact'), fc.nat(900), fc.integer({ min: 1, max: 100 })),
      { maxLength: 6 },
    ),
    boundaries: fc.array(fc.tuple(fc.constantFrom('prepare', 'dissect', null), fc.nat(FRAMES - 1)), {
      maxLength: 5,
    }),
    events: fc.array(fc.tuple(fc.constantFrom('cut', 'clip'), fc.nat(FRAMES - 1)), { maxLength: 6 }),
  })
  .map(({ tracks, segments, boundaries, events }) =>
    layer({
      tracks: tracks.map(([label, x, from, length]) => track(label, x, from, from + length)),
      segments: segments.map(([label, start, length]) => segment(label, start, start + length)),
      boundaries: boundaries.map(([label, frame]) => boundary(label, frame)),
      events: events.map(([label, frame]) => event(label, frame)),
    }),
  );

describe('whatever is in the layers', () => {
  it('a layer has no conflict with itself', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        expect(told(marks, marks)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('every mark is in exactly one thing, with at most one of each layer', () => {
    fc.assert(
      fc.property(fc.array(anyMarks, { minLength: 2, maxLength: 3 }), (layers) => {
        const things = thingsIn(layers, tolerance);
        for (const [n, marks] of layers.entries()) {
          const found = things.flatMap((thing) => thing.marks[n] ?? []);
          expect(new Set(found)).toEqual(new Set(marks));
          expect(found).toHaveLength(marks.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('two layers have the same conflicts in either order', () => {
    fc.assert(
      fc.property(anyMarks, anyMarks, (a, b) => {
        const [there, back] = [told(a, b), told(b, a)];
        expect(back).toHaveLength(there.length);
        const missing = (list: typeof there) => list.filter(([kind]) => kind === 'missing');
        expect(missing(back)).toHaveLength(missing(there).length);
      }),
      { numRuns: 60 },
    );
  });
});
