import { describe, expect, it } from 'vitest';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import { HandAtWork, taxonomy } from '../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../tests/builders/timeline-hand.ts';
import { outsidersOf } from './outsiders.ts';

/** Findings lie under phases. */
const nested: Taxonomy = {
  ...taxonomy,
  tiers: taxonomy.tiers.map((tier) =>
    tier.id === 'finding' ? { ...tier, parent: 'phase' as TierId } : tier,
  ),
};

describe('what lies outside of the tier above', () => {
  it('is told with its reason, and no longer once it lies inside', () => {
    const hand = new TimelineHand({ work: new HandAtWork({ taxonomy: nested }) });
    hand.phase(0, 30, 'cut');
    hand.phase(30, 60, 'prepare');
    hand.segment(5, 30);
    const over = hand.segment(20, 40);
    const { editor } = hand.work;
    expect(outsidersOf(editor)).toEqual([
      {
        ref: { kind: 'segment', id: over },
        start: 20,
        end: 40,
        sentence: 'It reaches beyond the Phase it lies in.',
      },
    ]);
    const lane = hand.timeline.lanes.get('tier:finding');
    if (lane?.kind !== 'tier') throw new Error('There is no such lane.');
    expect(
      lane.segments.filter((one) => hand.timeline.isOutside(lane, one)).map(({ ref }) => ref.id),
    ).toEqual([over]);
    editor.selection.set([{ kind: 'segment', id: over }]);
    hand.work.at(30).key('[');
    expect(outsidersOf(editor)).toEqual([]);
  });

  it('never keeps anybody from marking', () => {
    const hand = new HandAtWork({ taxonomy: nested });
    hand.editor.tier.set('finding' as TierId);
    hand.editor.segmentLabel.set('bleed' as LabelId);
    hand.at(5).key('Shift+Enter');
    hand.at(9).key('Shift+Enter');
    expect(hand.editor.reading.segments.size).toBe(1);
    expect(outsidersOf(hand.editor)).toHaveLength(1);
  });
});
