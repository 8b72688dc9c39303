import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import { MOST_FEEDBACK, USUAL_TRAINING } from '#lib/model/training.ts';
import type { Mark } from './marks.ts';
import { scoreOf, type Compared } from './score.ts';

const FPS = 20;
let made = 0;
const phase = (label: string, start: number, end: number, more: object = {}): Mark =>
  ({
    kind: 'interval',
    ref: { kind: 'segment', id: `s${made++}` },
    tier: 'phases',
    label,
    attributes: {},
    range: { start, end },
    ...more,
  }) as never;
const event = (label: string, frame: number, more: object = {}): Mark =>
  ({
    kind: 'event',
    ref: { kind: 'event', id: `e${made++}` },
    label,
    attributes: {},
    frame,
    ...more,
  }) as never;
const box = (label: string, x: number, from = 0, to = 100, more: object = {}): Mark => {
  const value = { shape: { kind: 'box', x, y: 0, w: 10, h: 10 }, outside: false, occluded: false };
  const keyframes = [
    { frame: from, ...value },
    { frame: to, ...value, outside: true },
  ];
  const id = `t${made++}`;
  const track = { id, label, kind: 'box', source: 'hand', deleted: false, attributes: {}, keyframes };
  const ranges = [{ start: from, end: to }];
  return {
    kind: 'track',
    ref: { kind: 'track', id },
    label,
    attributes: {},
    track,
    ranges,
    ...more,
  } as never;
};
const score = (reference: Mark[], own: Mark[], more: Partial<Compared> = {}) =>
  scoreOf(reference, own, { ...USUAL_TRAINING, ...more }, FPS);
const faults = (...asked: Parameters<typeof score>) => score(...asked).items.map((one) => one.faults);

it('what is the same is right, and nothing else is', () => {
  const [a, b] = [phase('a', 0, 50), event('b', 60)];
  expect(score([a, b], [{ ...a }, { ...b }])).toMatchObject({ score: 1, right: 2, reference: 2, own: 2 });
  expect(score([a, b], [{ ...a }])).toMatchObject({ score: 2 / 3, right: 1, reference: 2, own: 1 });
  expect(score([a], [])).toMatchObject({ score: 0, right: 0, reference: 1, own: 0 });
  expect(score([], []).score).toBe(1);
});

describe('tells of one mark', () => {
  it('that it was missed, with where and what, but not its name in the reference', () => {
    const { items } = score([phase('a', 30, 50)], []);
    expect(items).toEqual([{ mark: null, label: 'a', frame: 30, faults: [{ kind: 'missed' }] }]);
  });

  it('that it is not in the reference', () => {
    const own = event('b', 7);
    expect(score([], [own]).items).toEqual([
      { mark: `event:${own.ref.id}`, label: 'b', frame: 7, faults: [{ kind: 'extra' }] },
    ]);
  });

  it('that it is called wrongly', () => {
    expect(faults([phase('a', 0, 50)], [phase('b', 0, 50)])).toEqual([[{ kind: 'label', said: 'b' }]]);
  });

  it('by how many frames its edges are off, at the limit and past it', () => {
    const reference = [phase('a', 20, 60)];
    expect(faults(reference, [phase('a', 25, 55)], { edgeFrames: 5 })).toEqual([[]]);
    expect(faults(reference, [phase('a', 14, 60)], { edgeFrames: 5 })).toEqual([
      [{ kind: 'edges', start: -6, end: 0 }],
    ]);
    expect(faults([event('a', 20)], [event('a', 26)], { edgeFrames: 5 })).toEqual([
      [{ kind: 'edges', start: 6, end: 6 }],
    ]);
    expect(faults([event('a', 20)], [event('a', 20)], { edgeFrames: 0 })).toEqual([[]]);
  });

  it('that it lies elsewhere, with the overlap', () => {
    const found = faults([box('a', 0)], [box('a', 5)], { leastOverlap: 0.5 });
    expect(found).toEqual([[{ kind: 'place', overlap: expect.closeTo(1 / 3, 6) as number }]]);
    expect(faults([box('a', 0)], [box('a', 5)], { leastOverlap: 0.3 })).toEqual([[]]);
  });

  it('which attributes differ, where they are compared', () => {
    const [wanted, given] = [
      phase('a', 0, 9, { attributes: { side: 'left' } }),
      phase('a', 0, 9, { attributes: { side: 'right' } }),
    ];
    expect(faults([wanted], [given])).toEqual([[]]);
    expect(faults([wanted], [given], { attributes: true })).toEqual([
      [{ kind: 'attributes', keys: ['side'] }],
    ]);
  });
});

it('compares only the labels that are asked for, and knows one that was called another', () => {
  const labels = ['a' as LabelId];
  const reference = [phase('a', 0, 50), phase('b', 60, 90)];
  expect(score(reference, [phase('a', 0, 50)], { labels }).score).toBe(1);
  expect(score(reference, [phase('a', 0, 50), phase('b', 10, 20)], { labels }).own).toBe(1);
  expect(faults(reference, [phase('b', 0, 50)], { labels })).toEqual([[{ kind: 'label', said: 'b' }]]);
});

it('what one calls blurred oneself makes nothing right; what the reference calls so does', () => {
  const blurred = { doubt: { fuzz: 50 } };
  const off = [[{ kind: 'edges', start: 20, end: 20 }]];
  expect(faults([event('a', 20)], [event('a', 40, blurred)], { edgeFrames: 10 })).toEqual(off);
  expect(faults([event('a', 20, blurred)], [event('a', 40)], { edgeFrames: 10 })).toEqual([[]]);
});

it('tells of what is wrong first where there is too much to tell, by frame', () => {
  const many = Array.from({ length: MOST_FEEDBACK }, (_, n) => event('a', 100 * n));
  const { items, right } = score(
    [...many, phase('b', 900, 950)],
    many.map((one) => ({ ...one })),
  );
  expect([items.length, right]).toEqual([MOST_FEEDBACK, MOST_FEEDBACK]);
  expect(items.some(({ faults: [first] }) => first?.kind === 'missed')).toBe(true);
  expect(items.map(({ frame }) => frame)).toEqual(items.map(({ frame }) => frame).toSorted((a, b) => a - b));
}, 30_000);

it('is between 0 and 1, and 1 against itself', () => {
  const mark = fc
    .tuple(fc.constantFrom('a', 'b'), fc.nat(50), fc.integer({ min: 1, max: 40 }), fc.nat(60))
    .map(
      ([label, start, length, x]) =>
      x % 3 === 0 ? event(label, start) : x % 3 === 1 ? phase(label, start, start + length) : box(label, x, start, start + length), // prettier-ignore
    );
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 8 }), fc.array(mark, { maxLength: 8 }), (one, other) => {
      const { score: value, right, reference, own } = score(one, other);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(right).toBeLessThanOrEqual(Math.min(reference, own));
      expect(score(one, one).score).toBe(1);
    }),
    { numRuns: 60 },
  );
});
