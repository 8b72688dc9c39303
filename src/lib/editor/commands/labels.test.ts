import { describe, expect, it } from 'vitest';
import { BOXES_ONLY, FORCEPS, HandAtWork, POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { digitLabels } from './labels.ts';

const offered = (hand: HandAtWork) => digitLabels(hand.editor).map(({ id }) => id);

describe('labels and the shapes they allow', () => {
  it('a tool offers the labels that may be drawn so', () => {
    const hand = new HandAtWork();
    expect(offered(hand)).toEqual([FORCEPS, POLYP, BOXES_ONLY]);
    hand.key('E');
    expect(offered(hand)).toEqual([FORCEPS, POLYP]);
    hand.key('B');
    expect(offered(hand)).toEqual([FORCEPS, POLYP, BOXES_ONLY]);
  });

  it('a label takes a tool that can draw it, and leaves one that can', () => {
    const hand = new HandAtWork();
    hand.key('3');
    expect(hand.editor.armed.value).toBe(BOXES_ONLY);
    expect(hand.editor.tools.active.value).toBe('box');
    hand.key('E');
    expect(hand.editor.armed.value).toBeNull();
    hand.key('2');
    expect(hand.editor.armed.value).toBe(POLYP);
    expect(hand.editor.tools.active.value).toBe('ellipse');
    hand.key('2');
    expect(hand.editor.armed.value).toBeNull();
  });

  it('what is selected is offered, and given, only what its shape allows', () => {
    const hand = new HandAtWork();
    const box = hand.draw(10, 10, 40, 40);
    hand.editor.tools.choose('ellipse');
    hand.editor.armed.set(FORCEPS);
    hand.press(60, 10).drag(90, 40).release();
    const round = hand.editor.selection.first!;
    hand.key('V');
    expect(offered(hand)).toEqual([FORCEPS, POLYP]);
    hand.editor.selection.set([{ kind: 'track', id: box }, round]);
    hand.key('3');
    expect(hand.tracks.map(({ label }) => label).sort()).toEqual([BOXES_ONLY, FORCEPS].sort());
  });
});
