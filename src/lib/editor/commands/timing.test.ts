import { describe, expect, it } from 'vitest';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import { phasesOf } from '#lib/model/segment.ts';
import { POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../../tests/builders/timeline-hand.ts';

const spans = ({ work }: TimelineHand) =>
  [...work.editor.reading.segments.values()].map(({ start, end }) => `${start}-${end}`);
const phases = ({ work }: TimelineHand) =>
  phasesOf(work.editor.reading.boundaries.values(), 100).map(
    ({ label, start, end }) => `${label} ${start}-${end}`,
  );
const frames = (hand: TimelineHand, id: TrackId) => hand.work.track(id).keyframes.map(({ frame }) => frame);

/** A segment 10-20, an event at 30, phases 40-60 and 60-80; all of them selected. */
function selected() {
  const hand = new TimelineHand();
  const segment = hand.segment(10, 20);
  const event = hand.event(30);
  const cut = hand.phase(40, 60, 'cut');
  hand.phase(60, 80, 'prepare');
  const refs: AnnotationRef[] = [
    { kind: 'segment', id: segment },
    { kind: 'event', id: event },
    { kind: 'boundary', id: cut },
  ];
  hand.work.editor.selection.set(refs);
  return { hand, event, refs };
}

describe('many marks at once', () => {
  it('are moved by keys in one gesture, phases only as far as they keep their order', () => {
    const { hand, event } = selected();
    const before = hand.work.transactions;
    hand.work.key('Ctrl+Shift+ArrowRight');
    expect([spans(hand), phases(hand)]).toEqual([['11-21'], ['cut 41-60', 'prepare 60-80']]);
    expect(hand.work.editor.reading.events.get(event)?.frame).toBe(31);
    expect(hand.work.transactions).toBe(before + 1);
    hand.work.key('Ctrl+Z');
    expect([spans(hand), phases(hand)]).toEqual([['10-20'], ['cut 40-60', 'prepare 60-80']]);
  });

  it('are dragged by the body of one of them, the rest with it', () => {
    const { hand, event, refs } = selected();
    const before = hand.work.transactions;
    hand.press(15, 'tier:finding').drag(5, { free: true });
    const lane = hand.timeline.shown.get('tier:finding');
    expect(lane?.kind === 'tier' && lane.floating?.map(({ start }) => start)).toEqual([15]);
    expect(spans(hand)).toEqual(['10-20']);
    hand.release();
    expect([spans(hand), phases(hand)]).toEqual([['15-25'], ['cut 45-60', 'prepare 60-80']]);
    expect(hand.work.editor.reading.events.get(event)?.frame).toBe(35);
    expect(hand.work.transactions).toBe(before + 1);
    expect(hand.work.editor.selection.refs.value).toEqual(refs);
  });

  it('stay where they are when the drag is given up, or when there is no room', () => {
    const { hand } = selected();
    hand.press(15, 'tier:finding').drag(5, { free: true });
    hand.pointer.cancel();
    expect(spans(hand)).toEqual(['10-20']);
    hand.press(15, 'tier:finding').drag(-40, { free: true }).release();
    expect(spans(hand)).toEqual(['0-10']);
  });

  it('a click on one of them selects it alone', () => {
    const { hand } = selected();
    hand.click(15, 'tier:finding');
    expect(hand.work.editor.selection.refs.value).toHaveLength(1);
  });

  it('are removed, and given a label, in one gesture each', () => {
    const { hand } = selected();
    const { work } = hand;
    const more = hand.segment(50, 60);
    work.editor.selection.set([...work.editor.selection.refs.value, { kind: 'segment', id: more }]);
    const before = work.transactions;
    work.key('Delete');
    expect(spans(hand)).toEqual([]);
    expect(work.editor.reading.events.size).toBe(0);
    expect(work.transactions).toBe(before + 1);
    work.key('Ctrl+Z');
    expect(spans(hand)).toHaveLength(2);
  });

  it('a marquee takes all that it meets, over all rows: keyframes, segments, phases, events', () => {
    const { hand } = selected();
    const track = hand.track([12, 90]);
    hand.work.editor.selection.clear();
    hand.press(8, 'comments', { more: true });
    const down = { x: 320, y: 26 + hand.lane(`track:${track}`).y + 24, more: true, free: false };
    hand.pointer.move(down);
    hand.pointer.up(down);
    expect(hand.work.editor.selection.refs.value.map(({ kind }) => kind).toSorted()).toEqual([
      'event',
      'segment',
      'track',
    ]);
    expect(hand.work.editor.selection.keyframes.value).toEqual(new Map([[track, new Set([12])]]));
  });

  it('edges go by single frames: the end sideways, the start up and down', () => {
    const hand = new TimelineHand();
    const [a, b] = [hand.segment(10, 20), hand.segment(40, 50)];
    hand.work.editor.selection.set([
      { kind: 'segment', id: a },
      { kind: 'segment', id: b },
    ]);
    const before = hand.work.transactions;
    hand.work.key('Alt+Shift+ArrowRight');
    hand.work.key('Alt+Shift+ArrowDown');
    expect(spans(hand)).toEqual(['11-21', '41-51']);
    expect(hand.work.transactions).toBe(before + 2);
    hand.work.key('Alt+Shift+ArrowLeft');
    hand.work.key('Alt+Shift+ArrowUp');
    expect(spans(hand)).toEqual(['10-20', '40-50']);
  });

  it('are trimmed to the playhead in one gesture', () => {
    const hand = new TimelineHand();
    const ids = [hand.segment(10, 40), hand.segment(12, 50)];
    hand.work.editor.selection.set(ids.map((id) => ({ kind: 'segment', id })));
    const before = hand.work.transactions;
    hand.work.at(20).key('[');
    expect(spans(hand)).toEqual(['20-40', '20-50']);
    expect(hand.work.transactions).toBe(before + 1);
  });
});

describe('picked keyframes', () => {
  function picked() {
    const hand = new TimelineHand();
    const [a, b] = [hand.track([10, 20, 30]), hand.track([20, 40], POLYP)];
    hand.work.editor.selection.set([
      { kind: 'track', id: a },
      { kind: 'track', id: b },
    ]);
    const at20 = new Set([20 as never]);
    hand.work.editor.selection.keyframes.set(new Map([[a, at20], [b, at20]])); // prettier-ignore
    return { hand, a, b };
  }

  it('Delete removes them and leaves their objects', () => {
    const { hand, a, b } = picked();
    const before = hand.work.transactions;
    hand.work.key('Delete');
    expect([frames(hand, a), frames(hand, b)]).toEqual([[10, 30], [40]]);
    expect(hand.work.transactions).toBe(before + 1);
    expect(hand.work.editor.asks.value).toBeNull();
  });

  it('an object that would never be there without them goes whole, and comes back with undo', () => {
    const hand = new TimelineHand();
    const id = hand.track([10, -20]);
    hand.work.editor.selection.set([{ kind: 'track', id }]);
    hand.work.editor.selection.keyframes.set(new Map([[id, new Set([10 as never])]]));
    hand.work.key('Delete');
    expect(hand.work.editor.reading.tracks.has(id)).toBe(false);
    hand.work.key('Ctrl+Z');
    expect(frames(hand, id)).toEqual([10, 20]);
  });

  it('move by keys as far as none meets one that stays, and stay picked', () => {
    const { hand, a, b } = picked();
    hand.work.key('Ctrl+Shift+ArrowRight');
    expect([frames(hand, a), frames(hand, b)]).toEqual([[10, 21, 30], [21, 40]]); // prettier-ignore
    expect(hand.work.editor.selection.keyframes.value.get(a)).toEqual(new Set([21]));
  });

  it('are let go with their object', () => {
    const { hand, a } = picked();
    hand.work.editor.selection.set([{ kind: 'track', id: a }]);
    expect([...hand.work.editor.selection.keyframes.value.keys()]).toEqual([a]);
    hand.work.key('Escape');
    expect(hand.work.editor.selection.keyframes.value.size).toBe(0);
  });
});

describe('several objects', () => {
  it('a key on all of them is one gesture', () => {
    const hand = new TimelineHand();
    const ids = [hand.track([5], 'forceps' as LabelId), hand.track([5], POLYP)];
    hand.work.editor.selection.set(ids.map((id) => ({ kind: 'track', id })));
    const before = hand.work.transactions;
    hand.work.at(9).key('A');
    expect(ids.map((id) => frames(hand, id))).toEqual([
      [5, 9],
      [5, 9],
    ]);
    expect(hand.work.transactions).toBe(before + 1);
  });
});
