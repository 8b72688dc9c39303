import { describe, expect, it } from 'vitest';
import { addComment } from '#lib/doc/edit/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import { POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../../tests/builders/timeline-hand.ts';
import { ROW } from './lane.ts';

const keys = (hand: TimelineHand) => hand.timeline.lanes.all.map(({ key }) => key);

describe('lanes', () => {
  it('are comments, tiers, events and tracks, from top to bottom', () => {
    const hand = new TimelineHand();
    const late = hand.track([40]);
    const polyp = hand.track([1], POLYP);
    const early = hand.track([5]);
    expect(keys(hand)).toEqual([
      'comments',
      'tier:phase',
      'tier:finding',
      'events',
      `track:${early}`,
      `track:${late}`,
      `track:${polyp}`,
    ]);
    expect(hand.timeline.lanes.height).toBe(7 * ROW);
  });

  it('grow with what overlaps, and everything below moves down', () => {
    const hand = new TimelineHand();
    hand.segment(10, 30);
    hand.segment(20, 40);
    hand.segment(30, 50);
    expect(hand.lane('tier:finding').height).toBe(2 * ROW);
    expect(hand.lane('events').y).toBe(4 * ROW);
    expect(hand.timeline.lanes.at(3 * ROW + 1)?.key).toBe('tier:finding');
    expect(hand.timeline.lanes.between(3 * ROW, 4 * ROW).map(({ key }) => key)).toEqual(['tier:finding']);
    expect(hand.timeline.lanes.at(1000)).toBeUndefined();
  });

  it('keep their identity when something else has changed', () => {
    const hand = new TimelineHand();
    const a = hand.track([5]);
    const b = hand.track([8]);
    const before = [hand.lane(`track:${a}`), hand.lane(`track:${b}`)];
    hand.press(8.5, `track:${b}`).drag(5, { free: true }).release();
    expect(hand.lane(`track:${a}`)).toBe(before[0]);
    expect(hand.lane(`track:${b}`)).not.toBe(before[1]);
  });

  it('show phases without gaps between boundaries, and where nothing is said nothing', () => {
    const hand = new TimelineHand();
    hand.phase(10, 30, 'prepare');
    hand.phase(30, 60, 'cut');
    const lane = hand.lane('tier:phase');
    expect(lane.kind === 'tier' && lane.segments.map(({ name, start, end }) => [name, start, end])).toEqual([
      ['Preparation', 10, 30],
      ['Cutting', 30, 60],
    ]);
  });

  it('pin the head of each thread, with its answers', () => {
    const hand = new TimelineHand();
    const { editor } = hand.work;
    const { discussion } = editor.options;
    editor.talk.transact({ caption: 'comment', frame: null, refs: [] }, () => {
      const anchor = { kind: 'frame', frame: 20 as Frame } as const;
      const head = addComment(discussion, { text: 'Here?', anchor, parent: null, atMs: editor.now() });
      addComment(discussion, { text: 'Yes.', anchor, parent: head, atMs: editor.now() });
      addComment(discussion, { text: 'All.', anchor: { kind: 'video' }, parent: null, atMs: editor.now() });
    });
    const lane = hand.lane('comments');
    expect(lane.kind === 'comments' && lane.pins.map(({ start, answers }) => [start, answers])).toEqual([
      [20, 1],
    ]);
  });

  it('are made again only after a change, and at once for many', () => {
    const hand = new TimelineHand();
    const first = hand.timeline.lanes;
    expect(hand.timeline.lanes).toBe(first);
    hand.track([5]);
    expect(hand.timeline.lanes).not.toBe(first);
  });
});
