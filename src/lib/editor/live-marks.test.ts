import { describe, expect, it } from 'vitest';
import type { TierId } from '#lib/model/id.ts';
import { phasesOf } from '#lib/model/segment.ts';
import { HandAtWork, TwoHands } from '../../../tests/builders/hand-at-work.ts';

const FINDING = 'finding' as TierId;

function phases({ editor }: HandAtWork): string[] {
  return phasesOf(editor.reading.boundaries.values(), 100).map(
    ({ label, start, end }) => `${label} ${start}-${end}`,
  );
}

function segments({ editor }: HandAtWork): string[] {
  return [...editor.reading.segments.values()].map(({ label, start, end }) => `${label} ${start}-${end}`);
}

function running({ editor }: HandAtWork): string[] {
  return editor.liveMarks.running.value.map(({ label, start }) => `${label} from ${start}`);
}

/** Marks live; the video runs at 25 frames a second and the hand is 80 ms late, that is 2 frames. */
function live(frames = 100): HandAtWork {
  const hand = new HandAtWork({ frames });
  hand.editor.liveMarks.setReaction(80);
  hand.key('Shift+M');
  return hand;
}

describe('an exclusive tier, live', () => {
  it('one key begins the next phase while it plays, earlier by the reaction time', () => {
    const hand = live();
    hand.editor.playhead.play();
    hand.player.run(10);
    hand.key('1');
    expect(phases(hand)).toEqual(['prepare 8-100']);
    hand.player.run(20);
    hand.key('2');
    expect(phases(hand)).toEqual(['prepare 8-28', 'cut 28-100']);
    expect(running(hand)).toEqual(['cut from 28']);
    expect(hand.editor.playhead.playing.value).toBe(true);
    expect(hand.editor.note.value?.text).toMatch(/^Started Cutting at 00:01\.120, 80 ms before the key$/);
  });

  it('the key of the phase that runs ends it: nothing is in force then', () => {
    const hand = live();
    hand.at(10).key('1');
    hand.at(40).key('1');
    expect(phases(hand)).toEqual(['prepare 10-40']);
    expect(running(hand)).toEqual([]);
  });

  it('is one entry of undo each, and a phase that was undone runs no longer', () => {
    const hand = live();
    hand.at(10).key('1');
    hand.at(40).key('2');
    expect(hand.transactions).toBe(2);
    hand.key('Ctrl+Z');
    expect(phases(hand)).toEqual(['prepare 10-100']);
    expect(running(hand)).toEqual([]);
  });

  it('goes only as far as the boundary that is there already', () => {
    const hand = live();
    hand.at(60).key('2');
    hand.at(10).key('1');
    expect(phases(hand)).toEqual(['prepare 10-60', 'cut 60-100']);
  });

  it('who begins one while paused and the next at once is not thrown before it', () => {
    const hand = live();
    hand.at(30).key('1');
    hand.editor.playhead.play();
    hand.player.run(1);
    hand.key('2');
    expect(phases(hand)).toEqual(['prepare 30-31', 'cut 31-100']);
  });

  it('two people on one tier: whatever merges, no gap and no overlap, and both see what runs', () => {
    const { maya, ito } = new TwoHands();
    for (const hand of [maya, ito]) hand.key('Shift+M');
    maya.at(10).key('1');
    ito.at(50).key('2');
    expect(phases(maya)).toEqual(['prepare 10-50', 'cut 50-100']);
    expect(phases(ito)).toEqual(phases(maya));
    expect(maya.editor.others.value[0]?.running).toEqual([{ tier: 'phase', label: 'cut', start: 50 }]);
    expect(ito.editor.others.value[0]?.running).toEqual([{ tier: 'phase', label: 'prepare', start: 10 }]);
  });
});

describe('a free tier, live', () => {
  function onFinding(): HandAtWork {
    const hand = live();
    hand.key('T');
    expect(hand.editor.tier.value).toBe(FINDING);
    return hand;
  }

  it('the same key starts and ends a state, which is written when it ends', () => {
    const hand = onFinding();
    hand.at(10).key('1');
    expect(running(hand)).toEqual(['bleed from 10']);
    expect(hand.transactions).toBe(0);
    hand.at(20).key('1');
    expect(segments(hand)).toEqual(['bleed 10-21']);
    expect(running(hand)).toEqual([]);
  });

  it('one that is ended before its start reads in order', () => {
    const hand = onFinding();
    hand.at(20).key('1');
    hand.at(10).key('1');
    expect(segments(hand)).toEqual(['bleed 10-21']);
  });

  it('playing backwards, the hand is late the other way', () => {
    const hand = onFinding();
    hand.at(50);
    hand.editor.playhead.play(-1);
    hand.player.run(10);
    hand.key('1');
    expect(running(hand)).toEqual(['bleed from 42']);
  });

  it('Ctrl+Z takes back a start before it takes back anything written', () => {
    const hand = onFinding();
    hand.at(5).key('Shift+1');
    hand.at(10).key('1');
    hand.key('Ctrl+Z');
    expect(running(hand)).toEqual([]);
    expect(hand.editor.reading.events.size).toBe(1);
    hand.key('Ctrl+Z');
    expect(hand.editor.reading.events.size).toBe(0);
  });

  it('what was written after a start is undone first', () => {
    const hand = onFinding();
    hand.at(10).key('1');
    hand.at(12).key('Shift+1');
    hand.key('Ctrl+Z');
    expect(hand.editor.reading.events.size).toBe(0);
    expect(running(hand)).toEqual(['bleed from 10']);
  });

  it('to end marking live ends what runs, and loses nothing', () => {
    const hand = onFinding();
    hand.at(10).key('1');
    hand.at(30).key('Shift+M');
    expect(segments(hand)).toEqual(['bleed 10-31']);
    expect(hand.editor.liveMarks.on.value).toBe(false);
  });

  it('Shift+Enter does it without the mode, for the label of the next segment', () => {
    const hand = new HandAtWork();
    hand.editor.tier.set(FINDING);
    hand.at(10).key('Shift+Enter');
    hand.at(20).key('Shift+Enter');
    expect(segments(hand)).toEqual(['bleed 10-21']);
  });

  it('Shift+S ends all that runs', () => {
    const hand = onFinding();
    hand.at(10).key('1');
    hand.at(15).key('Shift+S');
    expect(segments(hand)).toEqual(['bleed 10-16']);
  });
});

describe('a page that is closed while a state runs', () => {
  it('finds it running the next time, until it is ended', () => {
    const kept = new Map<string, unknown>();
    const memory = {
      recall: (name: string) => structuredClone(kept.get(name)),
      keep: (name: string, value: unknown) => void kept.set(name, value),
    };
    const before = new HandAtWork({ memory });
    before.editor.tier.set(FINDING);
    before.at(10).key('Shift+Enter');
    before.editor.destroy();
    const after = new HandAtWork({ memory });
    expect(running(after)).toEqual(['bleed from 10']);
    expect(after.editor.note.value?.text).toMatch(/Still being marked since you left: Bleeding/);
    after.at(30).key('Shift+S');
    expect(segments(after)).toEqual(['bleed 10-31']);
    expect(running(new HandAtWork({ memory }))).toEqual([]);
  });

  it('passes over what makes no sense any more, and shows a viewer nothing', () => {
    const kept = [
      { tier: 'finding', label: 'bleed', start: 5 },
      { tier: 'finding', label: 'bleed', start: 5000 },
      { tier: 'phase', label: 'cut', start: 5 },
      { tier: 'gone', label: 'bleed', start: 5 },
      { tier: 'finding', label: 'gone', start: 5 },
      'x',
    ];
    const memory = { recall: () => kept, keep: () => undefined };
    expect(running(new HandAtWork({ memory }))).toEqual(['bleed from 5']);
    expect(running(new HandAtWork({ memory, role: 'viewer' }))).toEqual([]);
  });
});

describe('instants, live', () => {
  it('M and Shift with a digit mark an event where the hand meant it, at the speed it runs', () => {
    const hand = live();
    hand.editor.playhead.play(2);
    hand.player.run(20);
    hand.key('M');
    hand.key('Shift+1');
    expect([...hand.editor.reading.events.values()].map(({ frame }) => frame)).toEqual([16, 16]);
  });

  it('paused, the mark lies on the frame one sees', () => {
    const hand = live();
    hand.at(20).key('M');
    expect([...hand.editor.reading.events.values()].map(({ frame }) => frame)).toEqual([20]);
  });

  it('a viewer marks nothing and is told why', () => {
    const hand = new HandAtWork({ role: 'viewer' });
    hand.editor.liveMarks.instant('clip' as never);
    hand.editor.liveMarks.toggle(FINDING, 'bleed' as never);
    expect(hand.transactions).toBe(0);
    expect(running(hand)).toEqual([]);
    expect(hand.editor.note.value?.tone).toBe('warn');
  });

  it('the reaction time is bounded, and what is no number changes nothing', () => {
    const { liveMarks } = new HandAtWork().editor;
    liveMarks.setReaction(99_999);
    expect(liveMarks.reactionMs.value).toBe(3000);
    liveMarks.setReaction(-1);
    expect(liveMarks.reactionMs.value).toBe(0);
    liveMarks.setReaction(Number.NaN);
    expect(liveMarks.reactionMs.value).toBe(0);
  });
});
