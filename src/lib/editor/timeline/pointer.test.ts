import { describe, expect, it } from 'vitest';
import type { TrackId } from '#lib/model/id.ts';
import { TimelineHand } from '../../../../tests/builders/timeline-hand.ts';

const framesOf = (hand: TimelineHand, id: TrackId) =>
  hand.work.track(id).keyframes.map(({ frame }) => Number(frame));
const shown = (hand: TimelineHand) => Number(hand.work.editor.playhead.shown.value);

describe('scrubbing', () => {
  it('follows the pointer on the ruler and on empty rows, without touching the documents', () => {
    const hand = new TimelineHand();
    hand.press(30.5, 'ruler');
    expect(shown(hand)).toBe(30);
    hand.drag(5);
    expect(shown(hand)).toBe(35);
    hand.release();
    hand.press(60.2, 'events').drag(-100);
    expect(shown(hand)).toBe(0);
    expect(hand.work.transactions).toBe(0);
  });

  it('goes back where it began on Esc', () => {
    const hand = new TimelineHand();
    hand.work.at(12);
    hand.press(30.5, 'ruler').drag(20);
    expect(hand.pointer.cancel()).toBe(true);
    expect(shown(hand)).toBe(12);
  });
});

describe('a diamond', () => {
  it('moves to another frame as one transaction that undo takes back', () => {
    const hand = new TimelineHand();
    const id = hand.track([10, 50]);
    const before = hand.work.transactions;
    hand.press(10.5, `track:${id}`).drag(8);
    expect(framesOf(hand, id)).toEqual([10, 50]);
    const drafted = hand.timeline.shown.get(`track:${id}`);
    expect(drafted?.kind === 'track' && drafted.track.keyframes.map(({ frame }) => frame)).toEqual([18, 50]);
    hand.release();
    expect(framesOf(hand, id)).toEqual([18, 50]);
    expect(hand.work.transactions).toBe(before + 1);
    const undone = hand.work.editor.hand.undo();
    expect(undone?.caption).toBe('move keyframe of Forceps 1');
    expect(framesOf(hand, id)).toEqual([10, 50]);
  });

  it('stops beside another keyframe, and passes it when it is dragged further', () => {
    const hand = new TimelineHand();
    const id = hand.track([10, 20]);
    hand.press(10.5, `track:${id}`).drag(10, { free: true }).release();
    expect(framesOf(hand, id)).toEqual([19, 20]);
    hand.press(19.5, `track:${id}`).drag(5, { free: true }).release();
    expect(framesOf(hand, id)).toEqual([20, 24]);
  });

  it('shows its frame and selects its track when it is clicked', () => {
    const hand = new TimelineHand();
    const id = hand.track([10, 50]);
    hand.click(50.5, `track:${id}`);
    expect(shown(hand)).toBe(50);
    expect(hand.work.editor.selection.has({ kind: 'track', id })).toBe(true);
    expect(hand.work.transactions).toBe(1);
  });

  it('stays where it was on Esc', () => {
    const hand = new TimelineHand();
    const id = hand.track([10, 50]);
    hand.press(10.5, `track:${id}`).drag(8);
    expect(hand.pointer.cancel()).toBe(true);
    hand.release();
    expect(framesOf(hand, id)).toEqual([10, 50]);
  });

  it('snaps to the playhead, unless Alt is held', () => {
    const hand = new TimelineHand();
    const id = hand.track([10, 50]);
    hand.work.at(20);
    hand.press(10.5, `track:${id}`).drag(9.6);
    expect(hand.timeline.line.value).toBe(20.5);
    hand.release();
    expect(framesOf(hand, id)).toEqual([20, 50]);
    hand.press(20.5, `track:${id}`).drag(-0.6, { free: true }).release({ free: true });
    expect(framesOf(hand, id)).toEqual([19, 50]);
  });

  it('moves with the others that are picked', () => {
    const hand = new TimelineHand();
    const a = hand.track([10, 40]);
    const b = hand.track([12, 41]);
    hand.press(9.2, `track:${a}`, { more: true });
    const top = hand.lane(`track:${a}`).y;
    const bottom = hand.lane(`track:${b}`).y;
    hand.pointer.move({ x: 130, y: 26 + Math.max(top, bottom) + 20, more: true, free: false });
    hand.pointer.up({ x: 130, y: 26 + Math.max(top, bottom) + 20, more: true, free: false });
    // The press was in the upper half of a row, so both rows' middles lie within.
    expect([...hand.timeline.picked.value.keys()].sort()).toEqual([a, b].sort());
    const before = hand.work.transactions;
    hand.press(10.5, `track:${a}`).drag(5, { free: true }).release();
    expect([framesOf(hand, a), framesOf(hand, b)]).toEqual([
      [15, 40],
      [17, 41],
    ]);
    expect(hand.work.transactions).toBe(before + 1);
  });
});

describe('a segment', () => {
  it('is trimmed at its ends and moved by its body', () => {
    const hand = new TimelineHand();
    const id = hand.segment(20, 40);
    const segment = () => {
      const { start, end } = hand.work.editor.reading.segments.get(id)!;
      return [start, end];
    };
    hand.press(20.1, 'tier:finding').drag(5, { free: true }).release();
    expect(segment()).toEqual([25, 40]);
    hand.press(39.9, 'tier:finding').drag(5, { free: true }).release();
    expect(segment()).toEqual([25, 45]);
    hand.press(30, 'tier:finding').drag(-50, { free: true }).release();
    expect(segment()).toEqual([0, 20]);
    hand.press(19.9, 'tier:finding').drag(-50, { free: true }).release();
    expect(segment()).toEqual([0, 1]);
    expect(hand.work.editor.hand.undo()?.caption).toBe('move end of Bleeding 1');
  });

  it('ends behind the frame that is shown when it snaps to it', () => {
    const hand = new TimelineHand();
    const id = hand.segment(20, 40);
    hand.work.at(50);
    hand.press(39.9, 'tier:finding').drag(10.8).release();
    expect(hand.work.editor.reading.segments.get(id)?.end).toBe(51);
  });

  it('seeks to its start on a double click, and can be selected by those who may not edit', () => {
    const hand = new TimelineHand({ role: 'viewer' });
    const id = hand.segment(20, 40);
    hand.press(30, 'tier:finding').drag(10).release();
    expect(hand.work.editor.reading.segments.get(id)?.start).toBe(20);
    expect(hand.work.editor.selection.has({ kind: 'segment', id })).toBe(true);
    expect(shown(hand)).toBe(40);
    hand.pointer.doubleClick({ x: 300, y: 26 + hand.lane('tier:finding').y + 12, more: false, free: false });
    expect(shown(hand)).toBe(20);
  });
});

it('a phase boundary moves between its neighbours and no further', () => {
  const hand = new TimelineHand();
  hand.phase(10, 30, 'prepare');
  hand.phase(30, 60, 'cut');
  hand.press(30.1, 'tier:phase').drag(50, { free: true });
  const lane = hand.timeline.shown.get('tier:phase');
  expect(lane?.kind === 'tier' && lane.segments.map(({ start, end }) => [start, end])).toEqual([
    [10, 59],
    [59, 60],
  ]);
  hand.release();
  const [, second] = (hand.lane('tier:phase') as Extract<ReturnType<typeof hand.lane>, { kind: 'tier' }>)
    .segments;
  expect([second?.start, second?.end]).toEqual([59, 60]);
  expect(hand.work.editor.hand.undo()?.caption).toBe('move start of Cutting');
});

it('an event moves to another frame', () => {
  const hand = new TimelineHand();
  const id = hand.event(30);
  hand.press(30.5, 'events').drag(-10, { free: true }).release();
  expect(hand.work.editor.reading.events.get(id)?.frame).toBe(20);
});

it('marks move along the ruler and never cross', () => {
  const hand = new TimelineHand();
  const { marks } = hand.work.editor;
  hand.work.at(90);
  marks.in.set(20 as never);
  marks.out.set(40 as never);
  hand.press(20, 'ruler').drag(50, { free: true }).release();
  expect(marks.in.value).toBe(40);
  hand.press(41, 'ruler').drag(5, { free: true }).release();
  expect([marks.in.value, marks.out.value]).toEqual([40, 45]);
  expect(hand.work.transactions).toBe(0);
});

it('somebody else may take a thing away while it is being dragged', () => {
  const hand = new TimelineHand();
  const id = hand.event(30);
  hand.press(30.5, 'events').drag(-10, { free: true });
  hand.work.editor.hand.undo();
  const before = hand.work.transactions;
  hand.release();
  expect(hand.work.transactions).toBe(before);
  expect(hand.work.editor.reading.events.has(id)).toBe(false);
});
