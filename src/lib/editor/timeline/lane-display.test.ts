import { describe, expect, it } from 'vitest';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Tier } from '#lib/model/tier.ts';
import { POLYP, taxonomy } from '../../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../../tests/builders/timeline-hand.ts';
import { LaneDisplay } from './lane-display.ts';
import { LaneBuilder } from './lanes.ts';

const keys = (hand: TimelineHand) => hand.timeline.lanes.all.map(({ key }) => key);
const editorOf = ({ work }: TimelineHand) => work.editor;

describe('which rows are shown', () => {
  it('those with the words in their name, their caption, or a label on them', () => {
    const hand = new TimelineHand();
    const forceps = hand.track([5]);
    hand.track([7], POLYP);
    hand.phase(10, 20, 'cut');
    editorOf(hand).lanes.filter.set('forc');
    expect(keys(hand)).toEqual([`track:${forceps}`]);
    editorOf(hand).lanes.filter.set('cutting');
    expect(keys(hand)).toEqual(['tier:phase']);
    editorOf(hand).lanes.filter.set('Forceps 2');
    expect(keys(hand)).toEqual([]);
    const second = hand.track([9]);
    expect(keys(hand)).toEqual([`track:${second}`]);
  });

  it('objects under the heads of their labels, folded or not', () => {
    const hand = new TimelineHand();
    const [a, b] = [hand.track([5]), hand.track([9], POLYP)];
    const { lanes } = editorOf(hand);
    lanes.grouped.set(true);
    expect(keys(hand).slice(4)).toEqual(['group:forceps', `track:${a}`, 'group:polyp', `track:${b}`]);
    lanes.toggle('folded', ['group:forceps']);
    expect(keys(hand).slice(4)).toEqual(['group:forceps', 'group:polyp', `track:${b}`]);
    const later = hand.track([20], POLYP);
    expect(keys(hand).at(-1)).toBe(`track:${later}`);
    expect(hand.lane('group:polyp')).toMatchObject({ name: 'Polyp', count: 2 });
  });

  it('tiers stand under those above; folding one hides all below', () => {
    const tier = (id: string, parent?: string): Tier => ({
      id: id as TierId,
      name: id,
      mode: 'free',
      labels: [],
      retired: false,
      ...(parent && { parent: parent as TierId }),
    });
    const display = new LaneDisplay();
    const builder = new LaneBuilder({
      reading: {
        tracks: new Map(),
        segments: new Map(),
        boundaries: new Map(),
        events: new Map(),
        video: new Map(),
        subscribe: () => () => undefined,
      },
      comments: new Map(),
      taxonomy: {
        ...taxonomy,
        tiers: [tier('action', 'step'), tier('step', 'phase'), tier('phase'), tier('view')],
      },
      count: 100,
      display,
      captionOf: () => '',
    });
    const shown = () =>
      builder.build().all.flatMap((lane) => (lane.kind === 'tier' ? [`${lane.depth} ${lane.tier}`] : []));
    expect(shown()).toEqual(['0 phase', '1 step', '2 action', '0 view']);
    display.toggle('folded', ['tier:phase']);
    builder.displayChanged();
    expect(shown()).toEqual(['0 phase', '0 view']);
  });
});

describe('what a device keeps', () => {
  it('is there the next time, and what is no list of keys is passed over', () => {
    const kept = new Map<string, unknown>();
    const memory = {
      recall: (name: string) => structuredClone(kept.get(name)),
      keep: (name: string, value: unknown) => void kept.set(name, value),
    };
    const display = new LaneDisplay(memory);
    display.toggle('locked', ['tier:phase', 'events']);
    display.group(true);
    const next = new LaneDisplay(memory);
    expect([next.has('locked', 'events'), next.has('folded', 'events'), next.grouped.value]).toEqual([
      true,
      false,
      true,
    ]);
    for (const garbage of [null, 5, 'x', { locked: 'x', muted: [1, null, 'y'.repeat(99)] }]) {
      kept.set('lanes', garbage);
      const fresh = new LaneDisplay(memory);
      expect([fresh.flagged('locked').value.size, fresh.flagged('muted').value.size]).toEqual([0, 0]);
    }
  });
});

describe('a locked row', () => {
  it('takes no edit of this hand, says why, and takes them again when it is unlocked', () => {
    const hand = new TimelineHand();
    const { work } = hand;
    const { editor } = work;
    editor.tier.set('finding' as TierId);
    editor.segmentLabel.set('bleed' as LabelId);
    const id = hand.segment(10, 20);
    editor.selection.set([{ kind: 'segment', id }]);
    work.key('Shift+L');
    const before = work.transactions;
    work.at(15).key('[');
    work.key('Delete');
    hand.press(15, 'tier:finding').drag(5).release();
    work.at(30).key('Shift+Enter');
    expect(work.transactions).toBe(before);
    expect(editor.liveMarks.running.value).toEqual([]);
    expect(editor.note.value).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('locked') as string,
    });
    editor.selection.set([{ kind: 'segment', id }]);
    work.key('Shift+L');
    work.at(15).key('[');
    expect(editor.reading.segments.get(id)?.start).toBe(15);
  });

  it('holds for events and objects too', () => {
    const hand = new TimelineHand();
    const { work } = hand;
    const track = hand.track([5]);
    const event = hand.event(9);
    work.editor.lanes.set('locked', ['events', `track:${track}`], true);
    const before = work.transactions;
    work.at(20).key('M');
    hand.press(9.5, 'events').drag(5).release();
    hand.press(5.5, `track:${track}`).drag(5).release();
    work.editor.selection.set([{ kind: 'track', id: track }]);
    work.key('X');
    expect(work.transactions).toBe(before);
    expect(work.editor.reading.events.get(event)?.frame).toBe(9);
  });
});

describe('one row alone', () => {
  it('is the only object that is drawn, and the only row that counts', () => {
    const hand = new TimelineHand();
    const [a, b] = [hand.track([0]), hand.track([0], POLYP)];
    const { editor } = hand.work;
    editor.selection.set([{ kind: 'track', id: a }]);
    hand.work.key('Shift+N');
    expect(editor.scene.drawnAt(0 as never).map(({ track }) => track.id)).toEqual([a]);
    expect(editor.lanes.isHeard(`track:${b}`)).toBe(false);
    hand.work.key('Shift+N');
    expect(editor.scene.drawnAt(0 as never)).toHaveLength(2);
  });

  it('H hides the rows of intervals as well as objects', () => {
    const hand = new TimelineHand();
    const id = hand.segment(1, 9);
    const { editor } = hand.work;
    editor.selection.set([{ kind: 'segment', id }]);
    hand.work.key('H');
    expect(editor.lanes.isHeard('tier:finding')).toBe(false);
    hand.work.key('H');
    expect(editor.lanes.isHeard('tier:finding')).toBe(true);
  });
});
