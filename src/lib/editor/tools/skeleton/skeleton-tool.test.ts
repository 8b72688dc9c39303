import { describe, expect, it } from 'vitest';
import { FORCEPS, HandAtWork, POLYP, TwoHands } from '../../../../../tests/builders/hand-at-work.ts';

function placer(): HandAtWork {
  const hand = new HandAtWork();
  hand.key('Y');
  hand.editor.armed.set(FORCEPS);
  return hand;
}

const joints = (hand: HandAtWork, frame = 0) => {
  const shape = hand.shapeAt(hand.tracks.at(-1)!.id, frame);
  if (shape?.kind !== 'skeleton') throw new Error(`It is ${shape?.kind ?? 'nowhere'}.`);
  return shape.joints;
};

describe('drawing a skeleton', () => {
  it('joint by joint, each named in the hint; the last one makes it in one transaction', () => {
    const hand = placer().at(7);
    hand.click(10, 10);
    expect(hand.editor.tools.hint.value).toContain('Click Hinge (2 of 3)');
    hand.click(40, 20, { alt: true });
    expect(hand.transactions).toBe(0);
    hand.click(90, 80);
    expect(hand.transactions).toBe(1);
    expect(joints(hand, 7)).toEqual([
      { x: 10, y: 10, state: 'visible' },
      { x: 40, y: 20, state: 'occluded' },
      { x: 90, y: 80, state: 'visible' },
    ]);
    expect(hand.tracks[0]).toMatchObject({ kind: 'skeleton', label: FORCEPS });
  });

  it('X leaves a joint out, Backspace takes the last one back, Enter ends it early', () => {
    const hand = placer();
    hand.click(10, 10).click(99, 99).key('Backspace');
    hand.key('X');
    hand.click(90, 80);
    expect(joints(hand).map(({ state }) => state)).toEqual(['visible', 'absent', 'visible']);
    hand.key('Escape');
    hand.key('Y');
    hand.click(20, 20).key('Enter');
    expect(hand.tracks.map(({ keyframes }) => keyframes[0]?.shape)).toContainEqual({
      kind: 'skeleton',
      joints: [20, 20, 20].map((place, n) => ({ x: place, y: place, state: n ? 'absent' : 'visible' })),
    });
  });

  it('without any joint that is there nothing is made', () => {
    const hand = placer();
    hand.click(10, 10).key('Backspace');
    expect(hand.editor.tools.busy).toBe(false);
    expect(hand.transactions).toBe(0);
  });

  it('a drag sets the usual pose: that of the plan, later the mean of what was drawn', () => {
    const hand = placer();
    hand.press(20, 10).drag(120, 60).release();
    expect(joints(hand).map(({ x, y }) => [x, y])).toEqual([[20, 10], [70, 35], [120, 60]]); // prettier-ignore
    hand.key('V');
    hand.press(70, 35).drag(120, 10).release(); // the hinge to the top right
    hand.key('Y');
    hand.press(0, 0).drag(100, 100).release();
    expect(joints(hand).map(({ x, y }) => [x, y])).toEqual([[0, 0], [100, 0], [100, 100]]); // prettier-ignore
  });

  it('asks for the label first, since it says what the joints are', () => {
    const hand = new HandAtWork();
    hand.key('Y');
    hand.click(10, 10);
    const ask = hand.editor.asks.value;
    if (ask?.kind !== 'pick-label') throw new Error('It should ask for a label.');
    ask.choose(POLYP);
    hand.editor.answered();
    hand.click(10, 10).click(30, 30);
    expect(hand.tracks).toMatchObject([{ label: POLYP }]);
    expect(joints(hand)).toHaveLength(2);
  });

  it('Enter puts one in the middle in its usual pose', () => {
    const hand = placer();
    hand.key('Enter');
    expect(joints(hand)).toHaveLength(3);
  });
});

describe('joints', () => {
  it('are hidden and absent by keys, and take it back by the same ones', () => {
    const hand = placer();
    hand.press(20, 10).drag(120, 60).release();
    hand.key('V');
    hand.click(70, 35);
    expect(hand.editor.selection.vertex.value).toBe(1);
    hand.at(5);
    hand.editor.selection.vertex.set(1);
    hand.key('Q');
    expect(joints(hand, 5)[1]?.state).toBe('occluded');
    expect(joints(hand, 4)[1]?.state).toBe('visible');
    hand.key('Q');
    hand.key('X');
    expect(joints(hand, 5)[1]).toEqual({ x: 70, y: 35, state: 'absent' });
    expect(hand.tracks[0]?.keyframes).toHaveLength(2);
    hand.key('X');
    expect(joints(hand, 5)[1]?.state).toBe('visible');
  });

  it('the last one that is there stays', () => {
    const hand = placer();
    hand.click(20, 20).key('Enter');
    hand.editor.selection.vertex.set(0);
    hand.key('X');
    expect(joints(hand)[0]?.state).toBe('visible');
    expect(hand.editor.note.value?.text).toContain('At least one joint');
  });

  it('of two people who move one each at one frame, one skeleton stays whole', () => {
    const two = new TwoHands();
    const { maya, ito } = two;
    maya.key('Y');
    maya.editor.armed.set(FORCEPS);
    maya.press(20, 10).drag(120, 60).release();
    maya.key('V');
    ito.editor.selection.set([{ kind: 'track', id: ito.tracks[0]!.id }]);
    two.cut();
    maya.press(20, 10).drag(10, 20).release();
    ito.press(120, 60).drag(140, 80).release();
    two.mend();
    expect(joints(maya)).toEqual(joints(ito));
    const places = joints(maya).map(({ x, y }) => [x, y]);
    expect([[[10, 20], [70, 35], [120, 60]], [[20, 10], [70, 35], [140, 80]]]).toContainEqual(places); // prettier-ignore
  });

  it('a skeleton takes only labels with as many joints', () => {
    const hand = placer();
    hand.press(20, 10).drag(120, 60).release();
    hand.key('V');
    hand.key('2');
    expect(hand.tracks[0]?.label).toBe(FORCEPS);
  });
});
