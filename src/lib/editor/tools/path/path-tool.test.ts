import { describe, expect, it } from 'vitest';
import { FORCEPS, HandAtWork, POLYP, TwoHands } from '../../../../../tests/builders/hand-at-work.ts';

function drawer(key: string, armed = true): HandAtWork {
  const hand = new HandAtWork();
  hand.key(key);
  if (armed) hand.editor.armed.set(FORCEPS);
  return hand;
}

const points = (...places: readonly (readonly [number, number])[]) => places.map(([x, y]) => ({ x, y }));
const draft = (hand: HandAtWork) => hand.editor.draft.value?.shape;
const only = (hand: HandAtWork) => {
  expect(hand.tracks).toHaveLength(1);
  return hand.tracks[0]!.keyframes[0]!.shape;
};
const TRIANGLE = points([10, 10], [60, 10], [60, 60]);

describe('drawing through points', () => {
  it.each<[string, (hand: HandAtWork) => unknown]>([
    ['Enter', (hand) => hand.key('Enter')],
    ['a double click', (hand) => hand.click(60, 60)],
    ['a click on the first point', (hand) => hand.click(11, 11)],
  ])('a polygon: clicks set points, %s closes it', (_how, close) => {
    const hand = drawer('P').at(7);
    hand.click(10, 10).click(60, 10).click(60, 60).move(30, 80);
    expect(draft(hand)).toEqual({ kind: 'polygon', points: [...TRIANGLE, { x: 30, y: 80 }] });
    expect(hand.transactions).toBe(0);
    close(hand);
    expect(hand.transactions).toBe(1);
    expect(only(hand)).toEqual({ kind: 'polygon', points: TRIANGLE });
    expect(hand.tracks[0]).toMatchObject({ kind: 'polygon', label: FORCEPS, keyframes: [{ frame: 7 }] });
    expect(hand.editor.selection.first).toEqual({ kind: 'track', id: hand.tracks[0]!.id });
    expect(hand.editor.tools.active.value).toBe('polygon');
    expect(draft(hand)).toBeUndefined();
  });

  it('a line ends where it is clicked again, and not at its first point', () => {
    const hand = drawer('N');
    hand.click(10, 10).click(60, 10).click(60, 60).click(10, 10);
    expect(hand.tracks).toEqual([]);
    hand.click(10, 10);
    expect(only(hand)).toEqual({ kind: 'polyline', points: [...TRIANGLE, { x: 10, y: 10 }] });
  });

  it('does not end with too few points', () => {
    const hand = drawer('P');
    hand.click(10, 10).click(60, 10).key('Enter');
    expect(hand.tracks).toEqual([]);
    hand.click(60, 60).key('Enter');
    expect(only(hand)).toEqual({ kind: 'polygon', points: TRIANGLE });
  });

  it.each(['Backspace', 'Ctrl+Z'])('%s takes the last point back, and leaves the document alone', (key) => {
    const hand = drawer('P');
    const before = hand.draw(100, 10, 120, 30);
    hand.key('P');
    hand.click(10, 10).click(60, 10).click(90, 90).key(key);
    hand.click(60, 60).key('Enter');
    expect(hand.tracks.find(({ id }) => id !== before)?.keyframes[0]?.shape).toEqual({
      kind: 'polygon',
      points: TRIANGLE,
    });
    hand.click(10, 10);
    hand.key(key);
    expect(hand.editor.tools.busy).toBe(false);
    expect(hand.tracks).toHaveLength(2);
    hand.key('Ctrl+Z');
    expect(hand.tracks.filter(({ deleted }) => !deleted)).toHaveLength(1);
  });

  it('Esc gives up, then leaves the tool', () => {
    const hand = drawer('P');
    hand.click(10, 10).click(60, 10).click(60, 60).key('Escape');
    expect(draft(hand)).toBeUndefined();
    expect(hand.editor.tools.active.value).toBe('polygon');
    hand.key('Escape');
    expect(hand.editor.tools.active.value).toBe('select');
    expect(hand.tracks).toEqual([]);
  });

  it('a second finger takes back only what it pressed', () => {
    const hand = drawer('P');
    hand.click(10, 10).click(60, 10).press(30, 30).point('cancel', 30, 30);
    hand.click(60, 60).key('Enter');
    expect(only(hand)).toEqual({ kind: 'polygon', points: TRIANGLE });
  });

  it('a drag draws freehand, with the points it cannot do without', () => {
    const hand = drawer('F');
    hand.press(20, 20);
    for (let n = 0; n <= 90; n++)
      hand.point('move', 60 - 40 * Math.cos((n * Math.PI) / 45), 50 - 30 * Math.sin((n * Math.PI) / 45));
    hand.release();
    const shape = only(hand);
    if (shape.kind !== 'polygon') throw new Error(`It is a ${shape.kind}.`);
    expect(shape.points.length).toBeGreaterThan(8);
    expect(shape.points.length).toBeLessThan(30);
  });

  it('a straight drag becomes a line of two points', () => {
    const hand = drawer('N');
    hand.press(20, 20).drag(90, 80).release();
    expect(only(hand)).toEqual({ kind: 'polyline', points: points([20, 20], [90, 80]) });
  });

  it('a drag between clicks goes on with the points that were set', () => {
    const hand = drawer('N');
    hand.click(10, 10).press(20, 20).drag(60, 60).release();
    expect(hand.tracks).toEqual([]);
    hand.click(90, 20).key('Enter');
    expect(only(hand)).toEqual({ kind: 'polyline', points: points([10, 10], [20, 20], [60, 60], [90, 20]) });
  });

  it('a click is a point, with Shift one of several', () => {
    const hand = drawer('D');
    hand.click(10, 10);
    expect(only(hand)).toEqual({ kind: 'point', points: points([10, 10]) });
    hand.click(20, 20, { shift: true }).click(30, 30, { shift: true }).click(40, 40);
    expect(hand.tracks.map(({ keyframes }) => keyframes[0]?.shape)).toContainEqual({
      kind: 'point',
      points: points([20, 20], [30, 30], [40, 40]),
    });
    hand.click(50, 50, { shift: true }).key('Enter');
    expect(hand.tracks).toHaveLength(3);
  });

  it('asks for a label when none is armed; Esc throws it away', () => {
    const hand = drawer('P', false);
    hand.click(10, 10).click(60, 10).click(60, 60).key('Enter');
    const ask = hand.editor.asks.value;
    if (ask?.kind !== 'pick-label') throw new Error('It should ask for a label.');
    expect(ask.shape).toBe('polygon');
    ask.choose(POLYP);
    hand.editor.answered();
    expect(hand.tracks).toMatchObject([{ label: POLYP, kind: 'polygon' }]);
    hand.click(10, 10).click(60, 10).click(60, 60).key('Enter');
    hand.key('Escape');
    expect(hand.editor.asks.value).toBeNull();
    expect(hand.tracks).toHaveLength(1);
  });

  it.each(['P', 'N', 'D'])('%s, Enter: one in the middle of what is seen', (key) => {
    const hand = drawer(key);
    hand.key('Enter');
    const { kind } = only(hand);
    expect(kind).toBe(hand.editor.tools.active.value);
    hand.key('V');
    hand.key('Ctrl+Shift+ArrowRight');
    expect(hand.transactions).toBe(2);
  });

  it('the others see it grow, in few points', () => {
    const { maya, ito } = new TwoHands();
    maya.key('N');
    maya.editor.armed.set(FORCEPS);
    maya.press(10, 10);
    for (let n = 0; n < 300; n++) maya.point('move', 10 + n / 2, n % 2 ? 20 : 80);
    const [seen] = ito.editor.company.drafts();
    if (seen?.draft.shape.kind !== 'polyline') throw new Error('The draft should be a line.');
    expect(seen.draft.shape.points).toHaveLength(60);
    maya.release();
    const drawn = ito.tracks[0]?.keyframes[0]?.shape;
    expect(drawn?.kind === 'polyline' && drawn.points.length).toBeGreaterThan(250);
  });
});
