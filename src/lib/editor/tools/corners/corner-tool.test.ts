import { describe, expect, it } from 'vitest';
import { FORCEPS, HandAtWork, POLYP } from '../../../../../tests/builders/hand-at-work.ts';

function boxer(armed = true): HandAtWork {
  const hand = new HandAtWork();
  hand.key('B');
  if (armed) hand.editor.armed.set(FORCEPS);
  return hand;
}

describe('the tools for ellipses and rotated boxes', () => {
  it.each([
    ['E', { kind: 'ellipse', cx: 40, cy: 30, rx: 20, ry: 10, rotation: 0 }],
    ['Shift+B', { kind: 'rotated-box', x: 20, y: 20, w: 40, h: 20, rotation: 0 }],
  ])('%s: a drag fills the rectangle', (key, shape) => {
    const hand = new HandAtWork();
    hand.key(key);
    hand.editor.armed.set(FORCEPS);
    hand.press(20, 20).drag(60, 40);
    expect(hand.editor.draft.value?.shape).toEqual(shape);
    hand.release();
    expect(hand.tracks).toMatchObject([{ kind: shape.kind, label: FORCEPS }]);
    expect(hand.shapeAt(hand.tracks[0]!.id, 0)).toEqual(shape);
    expect(hand.editor.tools.active.value).toBe(shape.kind);
  });

  it('make a circle with Shift, and drop one in the middle on Enter', () => {
    const hand = new HandAtWork();
    hand.key('E');
    hand.editor.armed.set(FORCEPS);
    hand.press(10, 10).drag(50, 20, { shift: true }).release({ shift: true });
    expect(hand.shapeAt(hand.tracks[0]!.id, 0)).toMatchObject({ rx: 20, ry: 20 });
    hand.key('Enter');
    expect(hand.shapeAt(hand.tracks[1]!.id, 0)).toMatchObject({ cx: 100, cy: 50, rx: 12.5, ry: 12.5 });
  });

  it('keep the question to labels that may be drawn so', () => {
    const hand = new HandAtWork();
    hand.key('E');
    hand.press(10, 10).drag(50, 50).release();
    expect(hand.editor.asks.value).toMatchObject({ kind: 'pick-label', shape: 'ellipse' });
  });
});

describe('the box tool', () => {
  it('draws by dragging: one transaction, one keyframe, selected, and the tool stays', () => {
    const hand = boxer().at(12);
    hand.press(60, 50).drag(20, 10);
    expect(hand.editor.draft.value).toEqual({
      ref: null,
      frame: 12,
      shape: { kind: 'box', x: 20, y: 10, w: 40, h: 40 },
      color: '#62afa0',
    });
    expect(hand.transactions).toBe(0);
    hand.release();
    expect(hand.transactions).toBe(1);
    const [track] = hand.tracks;
    expect(track).toMatchObject({ label: FORCEPS, kind: 'box', source: 'hand' });
    expect(track?.keyframes).toEqual([
      { frame: 12, shape: { kind: 'box', x: 20, y: 10, w: 40, h: 40 }, outside: false, occluded: false },
    ]);
    expect(hand.editor.selection.refs.value).toEqual([{ kind: 'track', id: track?.id }]);
    expect(hand.editor.tools.active.value).toBe('box');
    expect(hand.editor.note.value?.text).toBe('Drew Forceps 1');
  });

  it('draws by two clicks', () => {
    const hand = boxer();
    hand.click(10, 10).move(40, 30);
    expect(hand.editor.draft.value?.shape).toMatchObject({ x: 10, y: 10, w: 30, h: 20 });
    hand.click(50, 40);
    expect(hand.boxAt(hand.tracks[0]!.id, 0)).toMatchObject({ x: 10, y: 10, w: 40, h: 30 });
  });

  it('takes a drag of less than three pixels for a click', () => {
    const hand = boxer();
    hand.press(10, 10).drag(12, 12).release();
    expect(hand.tracks).toEqual([]);
    hand.move(60, 60).click(60, 60);
    expect(hand.tracks).toHaveLength(1);
  });

  it('makes a square with Shift', () => {
    const hand = boxer();
    hand.press(10, 10).drag(50, 20, { shift: true }).release({ shift: true });
    expect(hand.boxAt(hand.tracks[0]!.id, 0)).toMatchObject({ w: 40, h: 40 });
  });

  it('asks for a label when none is armed, and makes the track when it is chosen', () => {
    const hand = boxer(false);
    hand.press(10, 10).drag(50, 50).release();
    expect(hand.transactions).toBe(0);
    const ask = hand.editor.asks.value;
    if (ask?.kind !== 'pick-label') throw new Error('It should ask for a label.');
    expect(ask.at).toEqual({ x: 50, y: 50 });
    expect(hand.editor.draft.value?.shape).toMatchObject({ x: 10, y: 10, w: 40, h: 40 });
    ask.choose(POLYP);
    hand.editor.answered();
    expect(hand.tracks).toMatchObject([{ label: POLYP }]);
    expect(hand.editor.tools.active.value).toBe('box');
    expect(hand.editor.draft.value).toBeNull();
    expect(hand.editor.tools.busy).toBe(false);
  });

  it('throws a box without label away on Esc, on another press, and with the question', () => {
    const ends: ((hand: HandAtWork) => unknown)[] = [
      (hand) => hand.key('Escape'),
      (hand) => hand.press(90, 90),
      (hand) => hand.editor.answered(),
      (hand) => hand.key('V'),
    ];
    for (const end of ends) {
      const hand = boxer(false);
      hand.press(10, 10).drag(50, 50).release();
      end(hand);
      expect(hand.editor.asks.value).toBeNull();
      expect(hand.editor.draft.value).toBeNull();
      expect(hand.tracks).toEqual([]);
    }
  });

  it('gives up on Esc, then leaves the tool', () => {
    const hand = boxer();
    hand.press(10, 10).drag(50, 50).key('Escape');
    expect(hand.editor.draft.value).toBeNull();
    expect(hand.editor.tools.active.value).toBe('box');
    hand.release().key('Escape');
    expect(hand.editor.tools.active.value).toBe('select');
    expect(hand.tracks).toEqual([]);
  });

  it('drops a box in the middle of what is seen on Enter', () => {
    const hand = boxer();
    expect(hand.key('Enter')).toBe(true);
    expect(hand.boxAt(hand.tracks[0]!.id, 0)).toMatchObject({ x: 87.5, y: 37.5, w: 25, h: 25 });
  });

  it('stops the video at the first press', () => {
    const hand = boxer();
    hand.editor.playhead.play();
    hand.player.run(5);
    hand.press(10, 10).drag(40, 40).release();
    expect(hand.editor.playhead.playing.value).toBe(false);
    expect(hand.tracks[0]?.keyframes[0]?.frame).toBe(5);
  });
});
