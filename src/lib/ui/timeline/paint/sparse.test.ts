import { describe, expect, it } from 'vitest';
import { sparse } from './sparse.ts';

const row = Array.from({ length: 1000 }, (_, n) => ({ start: n * 10, end: n * 10 + 4 }));

describe('intervals for pixels', () => {
  it('are all that meet the window where there is room', () => {
    expect([...sparse(row, 21, 45, 1)].map(({ start }) => start)).toEqual([20, 30, 40]);
    expect([...sparse(row, 24, 40, 1)].map(({ start }) => start)).toEqual([30]);
  });

  it('are at most one for each step where there is none', () => {
    const seen = [...sparse(row, 0, 10_000, 100)];
    expect(seen.length).toBeLessThanOrEqual(100);
    expect(seen[0]?.start).toBe(0);
    seen.forEach(({ end }, index) => expect(end).toBeGreaterThan((seen[index - 1]?.start ?? -100) + 100));
  });

  it('never pass over a long one', () => {
    const mixed = [
      { start: 0, end: 1 },
      { start: 1, end: 2 },
      { start: 2, end: 500 },
      { start: 500, end: 501 },
    ];
    expect([...sparse(mixed, 0, 1000, 10)].map(({ start }) => start)).toEqual([0, 2, 500]);
  });
});
