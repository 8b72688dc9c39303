import { describe, expect, it } from 'vitest';
import type { Regions } from '#lib/media/region/regions.ts';
import { regionAt } from '#lib/model/shapes/grow.ts';
import type { Mask } from '#lib/model/shapes/mask.ts';
import type { Frame } from '#lib/model/time.ts';
import { mask } from '#lib/model/shapes/mask.ts';
import { FORCEPS, HandAtWork, POLYP, TwoHands } from '../../../../../tests/builders/hand-at-work.ts';

function painter(size = 10): HandAtWork {
  const hand = new HandAtWork();
  hand.key('U');
  hand.editor.armed.set(FORCEPS);
  hand.editor.brush.setSize(size);
  return hand;
}

const only = (hand: HandAtWork, frame = 0): Mask => {
  expect(hand.tracks).toHaveLength(1);
  const shape = hand.shapeAt(hand.tracks[0]!.id, frame);
  if (shape?.kind !== 'mask') throw new Error(`It is ${shape?.kind ?? 'nowhere'}.`);
  return shape;
};
const isIn = (shape: Mask, x: number, y: number) => mask.contains(shape, { x: x + 0.5, y: y + 0.5 }, 0);

describe('painting a mask', () => {
  it('a stroke is one transaction; the next one goes on with it, Alt erases', () => {
    const hand = painter().at(7);
    hand.press(20, 20).drag(60, 20);
    expect(hand.transactions).toBe(0);
    expect(hand.editor.draft.value?.shape.kind).toBe('mask');
    hand.release();
    expect(hand.transactions).toBe(1);
    expect(mask.bounds(only(hand, 7))).toEqual({ x: 15, y: 15, w: 50, h: 10 });
    hand.press(40, 20).drag(40, 60).release();
    expect(hand.transactions).toBe(2);
    expect(isIn(only(hand, 7), 40, 55)).toBe(true);
    hand.press(20, 20, { alt: true }).drag(25, 20, { alt: true }).release({ alt: true });
    expect(isIn(only(hand, 7), 20, 20)).toBe(false);
    expect(isIn(only(hand, 7), 50, 20)).toBe(true);
    hand.key('Ctrl+Z');
    expect(isIn(only(hand, 7), 20, 20)).toBe(true);
  });

  it('paints on another frame from what holds there', () => {
    const hand = painter();
    hand.press(20, 20).drag(60, 20).release();
    hand.at(9);
    hand.press(100, 50).drag(110, 50).release();
    expect(isIn(only(hand, 9), 105, 50) && isIn(only(hand, 9), 40, 20)).toBe(true);
    expect(isIn(only(hand, 8), 105, 50)).toBe(false);
    expect(hand.tracks[0]?.keyframes.map(({ frame }) => frame)).toEqual([0, 9]);
  });

  it('stays within the picture', () => {
    const hand = painter(40);
    hand.press(0, 0).drag(199, 99).release();
    const { x, y, w, h } = only(hand);
    expect([x, y, w, h]).toEqual([0, 0, 200, 100]);
  });

  it('what would take everything away changes nothing, and says so', () => {
    const hand = painter();
    hand.click(50, 50);
    hand.key('U');
    hand.editor.brush.setSize(60);
    hand.click(50, 50);
    expect(isIn(only(hand), 50, 50)).toBe(true);
    expect(hand.editor.note.value?.text).toContain('Nothing would be left');
  });

  it('a line fills what it encloses, clicked or freehand', () => {
    const hand = painter();
    hand.editor.brush.mode.set('fill');
    hand.click(20, 20).click(60, 20).click(60, 60).click(20, 60).key('Enter');
    expect(mask.area(only(hand))).toBe(1600);
    hand.press(100, 20).drag(140, 20).drag(140, 60).drag(100, 60).release();
    expect(mask.area(only(hand))).toBe(3200);
    hand
      .press(30, 30, { alt: true })
      .drag(40, 30, { alt: true })
      .drag(40, 40, { alt: true })
      .release({ alt: true });
    expect(mask.area(only(hand))).toBeLessThan(3200);
  });

  it('Enter lays the mask down, and the next stroke begins another; with none it drops a disc', () => {
    const hand = painter();
    hand.click(50, 50).key('Enter');
    hand.click(150, 50);
    expect(hand.tracks).toHaveLength(2);
    hand.key('Enter');
    hand.key('Enter');
    expect(hand.tracks).toHaveLength(3);
    hand.key('V');
    hand.key('Alt+Shift+ArrowRight');
    expect(hand.transactions).toBe(4);
  });

  it('asks for a label when none is armed; Esc throws it away', () => {
    const hand = painter();
    hand.editor.armed.set(null);
    hand.click(50, 50);
    const ask = hand.editor.asks.value;
    if (ask?.kind !== 'pick-label') throw new Error('It should ask for a label.');
    ask.choose(POLYP);
    hand.editor.answered();
    expect(hand.tracks).toMatchObject([{ label: POLYP, kind: 'mask' }]);
    hand.editor.selection.clear();
    hand.click(20, 20);
    hand.key('Escape');
    expect(hand.editor.asks.value).toBeNull();
    expect(hand.tracks).toHaveLength(1);
  });

  it('keys change the brush, and are what they were with another tool', () => {
    const hand = painter(20);
    hand.key(']');
    expect(hand.editor.brush.size.value).toBe(24);
    hand.key('[');
    hand.key('[');
    expect(hand.editor.brush.size.value).toBe(17);
    hand.key('U');
    expect(hand.editor.brush.mode.value).toBe('eraser');
    hand.key('V');
    hand.key(']');
    expect(hand.editor.brush.size.value).toBe(17);
  });

  it('the others see where it is being painted, in few bytes', () => {
    const { maya, ito } = new TwoHands();
    maya.key('U');
    maya.press(20, 20).drag(60, 60);
    expect(ito.editor.company.drafts()[0]?.draft.shape.kind).toBe('box');
    expect(maya.editor.draft.value?.shape.kind).toBe('mask');
  });
});

/** A picture of which the left half is dark; it answers when it is told to. */
function halves() {
  const data = Uint8Array.from({ length: 200 * 100 }, (_, n) => (n % 200 < 100 ? 40 : 200));
  const waiting: (() => void)[] = [];
  let frame = 0;
  const regions: Regions = {
    grow: ({ place, tolerance, size }, signal) =>
      new Promise((done, fail) => {
        signal.addEventListener('abort', () => fail(signal.reason as Error));
        const picture = { width: 200, height: 100, data };
        waiting.push(() =>
          done({ frame: frame as Frame, region: regionAt(picture, place, tolerance, size) }),
        );
      }),
  };
  const hand = new HandAtWork({ regions });
  hand.key('U');
  hand.editor.armed.set(FORCEPS);
  hand.editor.brush.mode.set('grow');
  const answer = async () => {
    for (const one of waiting.splice(0)) one();
    await new Promise((done) => setTimeout(done));
  };
  return { hand, answer, shows: (next: number) => (frame = next) };
}

describe('growing a region', () => {
  it('comes by itself as one transaction, and Alt takes away from it', async () => {
    const { hand, answer } = halves();
    hand.click(50, 50);
    expect([hand.transactions, hand.editor.tools.busy]).toEqual([0, true]);
    hand.key('Enter');
    expect(hand.editor.tools.busy).toBe(true);
    await answer();
    expect([hand.transactions, hand.editor.tools.busy]).toEqual([1, false]);
    expect(mask.bounds(only(hand))).toEqual({ x: 0, y: 0, w: 100, h: 100 });
    hand.click(150, 50);
    await answer();
    expect([isIn(only(hand), 50, 50), isIn(only(hand), 150, 50)]).toEqual([true, true]);
    hand.click(50, 50, { alt: true });
    await answer();
    expect([isIn(only(hand), 50, 50), isIn(only(hand), 150, 50)]).toEqual([false, true]);
  });

  it('is given up by Esc, by another tool, and by another press, which grows anew', async () => {
    const { hand, answer } = halves();
    hand.click(50, 50);
    hand.key('Escape');
    await answer();
    expect([hand.tracks.length, hand.editor.tools.busy]).toEqual([0, false]);
    hand.click(50, 50);
    hand.key('V');
    await answer();
    expect(hand.tracks).toEqual([]);
    hand.key('U');
    hand.click(50, 50).click(150, 50);
    await answer();
    expect(mask.bounds(only(hand))).toEqual({ x: 100, y: 0, w: 100, h: 100 });
    expect(hand.transactions).toBe(1);
  });

  it('changes nothing where the picture is another one by now, or the place lies beside it', async () => {
    const { hand, answer, shows } = halves();
    hand.click(50, 50);
    shows(3);
    await answer();
    expect(hand.editor.note.value?.text).toContain('nothing was grown');
    shows(0);
    hand.editor.viewport.pan(50, 0);
    hand.click(20, 50);
    await answer();
    expect(hand.editor.note.value?.text).toContain('Nothing grows from there');
    expect(hand.transactions).toBe(0);
  });
});
