import { describe, expect, it } from 'vitest';
import { TimelineHand } from '../../../../tests/builders/timeline-hand.ts';
import { taxonomy } from '../../../../tests/builders/hand-at-work.ts';
import { runningBars, type RunningSource } from './running.ts';

function source(tier: string, label: string, start: number, frame: number): RunningSource {
  return { who: null, frame, marks: [{ tier, label, start } as never] };
}

describe('what is marked live, on the lanes', () => {
  it('reaches from its start to the frame on the screen of who marks it, that frame included', () => {
    const { timeline } = new TimelineHand();
    const [bar] = runningBars(timeline.lanes, [source('finding', 'bleed', 10, 20)], taxonomy);
    expect(bar).toMatchObject({ start: 10, end: 21, open: null, name: 'Bleeding' });
    const [back] = runningBars(timeline.lanes, [source('finding', 'bleed', 20, 10)], taxonomy);
    expect(back).toMatchObject({ start: 10, end: 21 });
  });

  it('of a phase, what is not reached yet is open', () => {
    const hand = new TimelineHand();
    hand.phase(10, 100, 'cut');
    const [bar] = runningBars(hand.timeline.lanes, [source('phase', 'cut', 10, 30)], taxonomy);
    expect(bar).toMatchObject({ start: 10, end: 31, open: 100 });
  });

  it('ends with its phase, which somebody else may have ended', () => {
    const hand = new TimelineHand();
    hand.phase(10, 20, 'cut');
    hand.phase(20, 100, 'prepare');
    const bars = runningBars(
      hand.timeline.lanes,
      [source('phase', 'cut', 10, 30), source('phase', 'cut', 30, 40)],
      taxonomy,
    );
    expect(bars).toMatchObject([{ start: 10, end: 20, open: 20 }]);
  });

  it('lies on a row where nothing is in the way', () => {
    const hand = new TimelineHand();
    hand.segment(0, 30);
    hand.segment(10, 15);
    const lane = hand.lane('tier:finding');
    const bars = runningBars(
      hand.timeline.lanes,
      [source('finding', 'bleed', 20, 25), source('finding', 'bleed', 40, 45)],
      taxonomy,
    );
    expect(bars.map(({ y }) => y - lane.y)).toEqual([24, 0]);
  });

  it('a tier that is not there shows nothing', () => {
    const { timeline } = new TimelineHand();
    expect(runningBars(timeline.lanes, [source('gone', 'bleed', 1, 2)], taxonomy)).toEqual([]);
  });
});
