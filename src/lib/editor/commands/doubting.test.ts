import { describe, expect, it } from 'vitest';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import { makeEvent, makeInterval } from '../deeds/interval.ts';

const PHASE = ['phase' as TierId, 'cut' as LabelId] as const;
const FINDING = ['finding' as TierId, 'bleed' as LabelId] as const;

/** A hand with a phase, a segment and an event, all three selected. */
function three(): HandAtWork {
  const hand = new HandAtWork();
  const { editor } = hand;
  const made = [
    () => makeInterval(editor, ...PHASE, 10 as Frame, 20 as Frame),
    () => makeInterval(editor, ...FINDING, 30 as Frame, 40 as Frame),
    () => makeEvent(editor, 'clip' as LabelId, 50 as Frame),
  ].map((make) => (make(), editor.selection.first!));
  editor.selection.set(made);
  return hand;
}

function doubts({ editor }: HandAtWork): string[] {
  const { boundaries, segments, events } = editor.reading;
  return [...boundaries.values(), ...segments.values(), ...events.values()]
    .filter(({ label }) => label !== null)
    .map(({ doubt }) => (doubt ? `${doubt.certainty} ${doubt.difficult} ${doubt.fuzz}` : '-'));
}

describe('how sure one is', () => {
  it('is said of all that is selected, in one gesture, and undone in one', () => {
    const hand = three();
    const before = hand.transactions;
    hand.key('Shift+Q');
    expect(doubts(hand)).toEqual(Array(3).fill('probable false 0'));
    expect(hand.transactions).toBe(before + 1);
    hand.key('Ctrl+Z');
    expect(doubts(hand)).toEqual(['-', '-', '-']);
  });

  it('goes round: certain, probable, uncertain, certain', () => {
    const hand = three();
    hand.key('Shift+Q');
    hand.key('Shift+Q');
    expect(doubts(hand)[0]).toBe('uncertain false 0');
    hand.key('Shift+Q');
    expect(doubts(hand)).toEqual(['-', '-', '-']);
  });

  it('difficult is on or off, and edges blur by times, in frames of this video', () => {
    const hand = three();
    hand.key('Shift+X');
    const widths = [1, 2, 3, 4, 5].map(() => {
      hand.key('Shift+E');
      return doubts(hand)[1];
    });
    expect(widths).toEqual([5, 12, 25, 50, 0].map((fuzz) => `certain true ${fuzz}`));
    hand.key('Shift+X');
    expect(doubts(hand)).toEqual(['-', '-', '-']);
  });

  it('objects bear none: the keys are not for them', () => {
    const hand = new HandAtWork();
    hand.draw(10, 10, 50, 50);
    const before = hand.transactions;
    hand.key('Shift+Q');
    hand.key('Shift+X');
    expect(hand.transactions).toBe(before);
  });
});
