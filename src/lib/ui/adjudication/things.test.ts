import { describe, expect, it } from 'vitest';
import { compared } from '#lib/agreement/comparison.ts';
import { marksOf } from '#lib/agreement/marks.ts';
import { usualTolerance } from '#lib/agreement/things.ts';
import { refKey } from '#lib/model/annotation.ts';
import type { RulingAnswer } from '#lib/protocol/adjudication.ts';
import { agreedBatches } from './agreed.ts';
import type { ComparedLayer } from './compared-layers.ts';
import { conflictText, extentText, rulingText } from './conflict-text.ts';
import { decidedThings } from './things.ts';

const FRAMES = 500;
const tolerance = usualTolerance(20);
const NOTHING = { tracks: [], segments: [], boundaries: [], events: [] };

function layer(letter: string, segments: readonly object[], events: readonly object[] = []): ComparedLayer {
  const marks = marksOf({ ...NOTHING, segments, events } as never, FRAMES);
  return { letter, layer: `layer-${letter}`, room: '', state: 'submitted', round: 1, person: null, color: '#fff', marks } as never; // prettier-ignore
}
const segment = (id: string, start: number, end: number, label = 'cut', attributes = {}) => ({
  id, tier: 'findings', label, start, end, deleted: false, attributes,
}); // prettier-ignore

const ruling = (id: string, more: Partial<RulingAnswer>): RulingAnswer =>
  ({
    id,
    kind: 'taken',
    from: 'layer-A',
    marks: [`segment:${id}`],
    sources: [],
    by: null,
    at: '',
    ...more,
  }) as never;
const source = (letter: string, id: string) => ({ layer: `layer-${letter}`, mark: `segment:${id}` }) as never;

const layers = [
  layer('A', [segment('a1', 0, 40), segment('a2', 100, 140, 'cut', { grade: 1 })]),
  layer('B', [segment('b1', 0, 41), segment('b2', 100, 160, 'clip', { grade: 2 }), segment('b3', 300, 310)]),
];
const { things } = compared(
  layers.map(({ marks }) => marks),
  tolerance,
  FRAMES,
);
const stateOf = (rulings: readonly RulingAnswer[], there: readonly string[] = []) =>
  decidedThings(things, layers, rulings, (ref) => there.includes(refKey(ref))).map(({ state }) => state);

describe('what is decided', () => {
  it('is open without a ruling, decided while what came of it is there, and open again when that is gone', () => {
    // In the order of the list: b3 that only B has, the label of the second, and the first, on which both agree.
    expect(stateOf([])).toEqual(['open', 'open', 'open']);
    const taken = ruling('x', { sources: [source('A', 'a2'), source('B', 'b2')] });
    expect(stateOf([taken], ['segment:x'])).toEqual(['open', 'decided', 'open']);
    expect(stateOf([taken])).toEqual(['open', 'gone', 'open']);
    const nothing = ruling('y', { kind: 'neither', marks: [], sources: [source('B', 'b3')] });
    expect(stateOf([nothing])).toEqual(['decided', 'open', 'open']);
  });

  it('counts for the marks it names also where they were matched otherwise, once all are spoken of', () => {
    const one = ruling('x', { sources: [source('A', 'a2')] });
    const other = ruling('y', { sources: [source('B', 'b2'), source('B', 'b3')] });
    expect(stateOf([one], ['segment:x'])).toEqual(['open', 'open', 'open']);
    expect(stateOf([one, other], ['segment:x', 'segment:y'])).toEqual(['decided', 'decided', 'open']);
    expect(stateOf([one, other], ['segment:y'])).toEqual(['decided', 'gone', 'open']);
  });
});

it('says in few words what is not alike', () => {
  const nameOf = (key: string) => ({ grade: 'Grade' })[key] ?? key;
  const said = decidedThings(things, layers, [], () => false).map(({ compared: { conflicts }, marks }) =>
    conflicts.map((conflict) => conflictText({ conflict, marks, letters: ['A', 'B'], nameOf })),
  );
  expect(said).toEqual([['Only B'], ['Labelled otherwise', 'Edges 20 frames apart', 'Grade differs'], []]);
  expect(layers[0]!.marks.map(extentText)).toEqual(['0–39', '100–139']);
  const letterOf = (id: string) => id.slice(-1);
  expect(rulingText(ruling('x', {}), letterOf)).toBe('As A');
  expect(rulingText(ruling('x', { kind: 'neither' }), letterOf)).toBe('Not there');
});

describe('what is taken over', () => {
  it('comes in the middle, in portions that an update holds', () => {
    const agreed = decidedThings(things, layers, [], () => false).slice(2);
    expect(agreedBatches(agreed, FRAMES)).toMatchObject([
      [{ content: { kind: 'segment', start: 0, end: 41 } }],
    ]);
    const many = Array.from({ length: 450 }, () => agreed[0]!);
    expect(agreedBatches(many, FRAMES).map(({ length }) => length)).toEqual([200, 200, 50]);
  });

  it('is of objects the one that is most like the others', () => {
    const track = (id: string, x: number) => ({
      id, label: 'line', kind: 'box', source: 'hand', deleted: false, attributes: {},
      keyframes: [{ frame: 0, shape: { kind: 'box', x, y: 0, w: 20, h: 20 }, outside: false, occluded: false }],
    }); // prettier-ignore
    const three = [0, 3, 9].map((x, n) => ({
      ...layer('ABC'[n]!, []),
      marks: marksOf({ ...NOTHING, tracks: [track(`t${n}`, x)] } as never, FRAMES),
    }));
    const found = compared(
      three.map(({ marks }) => marks),
      { ...tolerance, goodTrack: 0.1 },
      FRAMES,
    );
    const [batch] = agreedBatches(
      decidedThings(found.things, three, [], () => false),
      FRAMES,
    );
    expect(batch).toMatchObject([{ content: { kind: 'track', keyframes: [{ shape: { x: 3 } }] } }]);
  });
});
