import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TierId } from './id.ts';
import type { TaxonomyContent } from './taxonomy.ts';
import { changesBetween } from './taxonomy-change.ts';
import { taxonomyFault } from './taxonomy-check.ts';
import { dropTier, setTierParent } from './taxonomy-edit.ts';
import type { Tier } from './tier.ts';
import { Enclosure, inTreeOrder, parentsFor } from './tier-tree.ts';

function tier(id: string, parent?: string): Tier {
  const made: Tier = { id: id as TierId, name: id, mode: 'free', labels: [], retired: false };
  return parent === undefined ? made : { ...made, parent: parent as TierId };
}

function content(...tiers: Tier[]): TaxonomyContent {
  return { name: 'T', labels: [], tiers };
}

const workflow = content(tier('step', 'phase'), tier('phase'), tier('task', 'step'), tier('view'));

describe('tiers under tiers', () => {
  it('stand after the one above, each one step further in', () => {
    expect(inTreeOrder(workflow.tiers).map(({ tier: { id }, depth }) => `${depth} ${id}`)).toEqual([
      '0 phase',
      '1 step',
      '2 task',
      '0 view',
    ]);
  });

  it('none is lost, also of a ring or under one that is not there', () => {
    const ring = [tier('a', 'b'), tier('b', 'a'), tier('c', 'gone')];
    expect(
      inTreeOrder(ring)
        .map(({ tier: { id } }) => id)
        .toSorted(),
    ).toEqual(['a', 'b', 'c']);
  });

  it('a tier may be put under any but itself and those under it', () => {
    expect(parentsFor(workflow.tiers, 'step' as TierId).map(({ id }) => id)).toEqual(['phase', 'view']);
    expect(setTierParent(workflow, 'phase' as TierId, 'task' as TierId)).toBe(workflow);
    const moved = setTierParent(workflow, 'step' as TierId, 'view' as TierId);
    expect(moved.tiers.find(({ id }) => id === 'step')?.parent).toBe('view');
    expect(setTierParent(moved, 'step' as TierId, null).tiers[0]).not.toHaveProperty('parent');
  });

  it('where one is dropped, those under it lie under what it lay under', () => {
    expect(dropTier(workflow, 'step' as TierId).tiers.find(({ id }) => id === 'task')?.parent).toBe('phase');
    expect(dropTier(workflow, 'phase' as TierId).tiers[0]).not.toHaveProperty('parent');
  });

  it('a parent that is no tier, and a ring, are refused with a sentence', () => {
    expect(taxonomyFault(workflow)).toBeUndefined();
    expect(taxonomyFault(content(tier('a', 'gone')))).toBe(
      'The tier "a" lies under "gone", which is no tier.',
    );
    expect(taxonomyFault(content(tier('a', 'b'), tier('b', 'a')))).toBe('The tier "a" lies under itself.');
  });

  it('another parent is a change that a save tells of', () => {
    const after = setTierParent(workflow, 'step' as TierId, null);
    expect(changesBetween(workflow, after)).toEqual([{ part: 'tier', deed: 'changed', name: 'step' }]);
  });
});

describe('an enclosure', () => {
  it('holds what lies in one interval, edges included, and not what reaches over two', () => {
    const enclosure = new Enclosure([
      { start: 0, end: 50 },
      { start: 10, end: 20 },
      { start: 50, end: 80 },
    ]);
    expect(enclosure.holds({ start: 0, end: 50 })).toBe(true);
    expect(enclosure.holds({ start: 30, end: 40 })).toBe(true);
    expect(enclosure.holds({ start: 40, end: 60 })).toBe(false);
    expect(enclosure.holds({ start: 80, end: 81 })).toBe(false);
    expect(new Enclosure([]).holds({ start: 0, end: 1 })).toBe(false);
  });

  it('answers as looking at every interval does', () => {
    const interval = fc
      .tuple(fc.nat(40), fc.integer({ min: 1, max: 12 }))
      .map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(interval), interval, (all, one) => {
        const sorted = all.toSorted((a, b) => a.start - b.start);
        const held = all.some(({ start, end }) => start <= one.start && one.end <= end);
        expect(new Enclosure(sorted).holds(one)).toBe(held);
      }),
      { seed: 7 },
    );
  });
});
