import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelId, SegmentId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { FreeTier } from './free-tier.ts';
import type { LaneSegment } from './lane.ts';
import { stackRows } from './stack.ts';

function segment(id: string, start: number, length: number): LaneSegment {
  return {
    ref: { kind: 'segment', id: id as SegmentId },
    label: 'a' as LabelId,
    name: 'A',
    color: '#ffffff',
    start: start as Frame,
    end: (start + length) as Frame,
    row: 0,
  };
}

const anyStep = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
  start: fc.nat(40),
  length: fc.integer({ min: 1, max: 15 }),
  gone: fc.boolean(),
});

describe('a free tier', () => {
  it('stacks after any changes as if it were stacked anew', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const tier = new FreeTier();
        const live = new Map<string, LaneSegment>();
        for (const { id, start, length, gone } of steps) {
          const next = gone ? undefined : segment(id, start, length);
          tier.set(id, next);
          if (next) live.set(id, next);
          else live.delete(id);
        }
        const all = [...live.values()].map(({ ref: { id }, start, end }) => ({
          id: id as string,
          start,
          end,
        }));
        const { rows, count } = stackRows(all);
        const expected = new Map(all.map(({ id }, at) => [id, rows[at]]));
        expect(new Map(tier.segments.map(({ ref: { id }, row }) => [id as string, row]))).toEqual(expected);
        expect(tier.rows).toHaveLength(count);
        tier.rows.forEach((row, at) => {
          expect(row.every((one) => one.row === at)).toBe(true);
          row.forEach((one, index) => expect(one.start).toBeGreaterThanOrEqual(row[index - 1]?.end ?? 0));
        });
      }),
      { seed: 3, numRuns: 400 },
    );
  });
});
