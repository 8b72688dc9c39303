import { describe, expect, it } from 'vitest';
import { POLYP } from '../../../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../../../tests/builders/timeline-hand.ts';
import { faceOf, objectRows } from './object-rows.ts';

function listed({ work }: TimelineHand, words = ''): string[] {
  const { editor } = work;
  return objectRows(editor, words).map((row) => {
    if (row.kind === 'heading') return `${row.name} ${row.count}`;
    const { caption, detail } = faceOf(editor, row.ref);
    return `  ${caption}: ${detail}`;
  });
}

describe('the list of everything marked', () => {
  it('has objects by label and number, then tiers by time, then events', () => {
    const hand = new TimelineHand();
    hand.track([40], POLYP);
    hand.track([30, 50]);
    hand.track([10]);
    hand.phase(20, 40, 'cut');
    hand.segment(50, 60);
    hand.segment(0, 25);
    hand.event(75);
    expect(listed(hand)).toEqual([
      'Objects 3',
      '  Forceps 1: 1 keyframe',
      '  Forceps 2: 2 keyframes',
      '  Polyp 1: 1 keyframe',
      'Phase 1',
      '  Cutting 1: 00:00.800 – 00:01.600',
      'Finding 2',
      '  Bleeding 1: 00:00.000 – 00:01.000',
      '  Bleeding 2: 00:02.000 – 00:02.400',
      'Events 1',
      '  Clip set 1: 00:03.000',
    ]);
    expect(listed(hand, 'bleeding 2')).toEqual(['Finding 1', '  Bleeding 2: 00:02.000 – 00:02.400']);
    expect(listed(hand, 'nothing')).toEqual([]);
  });

  it('says how sure one is', () => {
    const hand = new TimelineHand();
    const id = hand.segment(0, 25);
    hand.work.editor.selection.set([{ kind: 'segment', id }]);
    hand.work.key('Shift+Q');
    hand.work.key('Shift+X');
    expect(listed(hand)[1]).toBe('  △? Bleeding 1: 00:00.000 – 00:01.000');
  });
});
