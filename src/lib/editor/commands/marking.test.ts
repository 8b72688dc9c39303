import { describe, expect, it } from 'vitest';
import { phasesOf } from '#lib/model/segment.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';

const FINDING = 'finding' as TierId;

function phases(hand: HandAtWork): string[] {
  return phasesOf(hand.editor.reading.boundaries.values(), 100).map(
    ({ label, start, end }) => `${label} ${start}-${end}`,
  );
}

function segments(hand: HandAtWork): string[] {
  return [...hand.editor.reading.segments.values()].map(
    ({ label, start, end }) => `${label} ${start}-${end}`,
  );
}

function mark(hand: HandAtWork, from: number, to: number): void {
  hand.at(from).key('I');
  hand.at(to).key('O');
  hand.key('Enter');
}

describe('in and out', () => {
  it('are frames that both belong to the range; Shift goes to them', () => {
    const hand = new HandAtWork();
    hand.at(10).key('I');
    hand.at(19).key('O');
    hand.key('Shift+I');
    expect(hand.editor.playhead.shown.value).toBe(10);
    hand.key('Shift+O');
    expect(hand.editor.playhead.shown.value).toBe(19);
  });

  it('Enter makes a phase on an exclusive tier, in one transaction, and the marks go', () => {
    const hand = new HandAtWork();
    mark(hand, 10, 19);
    expect(phases(hand)).toEqual(['prepare 10-20']);
    expect(hand.transactions).toBe(1);
    expect(hand.editor.marks.in.value).toBeNull();
    expect(hand.editor.selection.first?.kind).toBe('boundary');
    expect(hand.editor.captionOf(hand.editor.selection.first!)).toBe('Preparation 1');
  });

  it('Enter makes a segment on a free tier; out alone reaches from the playhead', () => {
    const hand = new HandAtWork();
    hand.editor.tier.set(FINDING);
    hand.at(40).key('O');
    hand.at(30).key('Enter');
    expect(segments(hand)).toEqual(['bleed 30-41']);
  });

  it('digits choose the label of the next segment while a mark is set', () => {
    const hand = new HandAtWork();
    hand.at(10).key('I');
    hand.key('2');
    hand.at(20).key('Enter');
    expect(phases(hand)).toEqual(['cut 10-21']);
    hand.key('1');
    expect(phases(hand)).toEqual(['prepare 10-21']);
  });

  it('a tier brings its own labels', () => {
    const hand = new HandAtWork();
    hand.editor.tier.set(FINDING);
    expect(hand.editor.segmentLabel.value).toBe('bleed');
    hand.editor.tier.set('phase' as TierId);
    expect(hand.editor.segmentLabel.value).toBe('prepare');
  });
});

describe('trimming', () => {
  it('moves the edges of a segment to the playhead, its frame included', () => {
    const hand = new HandAtWork();
    hand.editor.tier.set(FINDING);
    mark(hand, 10, 19);
    hand.at(14).key('[');
    hand.at(30).key(']');
    expect(segments(hand)).toEqual(['bleed 14-31']);
    hand.at(50).key('[');
    expect(segments(hand)).toEqual(['bleed 14-31']);
    expect(hand.editor.note.value?.tone).toBe('warn');
  });

  it('moves the boundaries of a phase, and never past a neighbour', () => {
    const hand = new HandAtWork();
    mark(hand, 10, 19);
    hand.editor.segmentLabel.set('cut' as LabelId);
    mark(hand, 20, 29);
    hand.at(15).key('[');
    expect(phases(hand)).toEqual(['prepare 10-15', 'cut 15-30']);
    hand.at(24).key(']');
    expect(phases(hand)).toEqual(['prepare 10-15', 'cut 15-25']);
    hand.at(5).key('[');
    expect(phases(hand)).toEqual(['prepare 10-15', 'cut 15-25']);
  });

  it('keeps an object between two frames', () => {
    const hand = new HandAtWork();
    const id = hand.draw(10, 10, 50, 50);
    hand.at(50).press(30, 30).drag(60, 30).release();
    hand.at(20).key('[');
    hand.at(30).key(']');
    expect([19, 20, 30, 31, 50].map((frame) => hand.boxAt(id, frame) !== undefined)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(hand.boxAt(id, 20)).toMatchObject({ x: 22 });
    hand.key('Ctrl+Z');
    hand.key('Ctrl+Z');
    expect(hand.boxAt(id, 50)).toMatchObject({ x: 40 });
  });

  it('moves an event to the playhead', () => {
    const hand = new HandAtWork();
    hand.at(10).key('M');
    hand.at(12).key('[');
    expect([...hand.editor.reading.events.values()]).toMatchObject([{ label: 'clip', frame: 12 }]);
  });
});
