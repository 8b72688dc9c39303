/** Puts overlapping intervals on rows of their own, so that each can be seen and taken hold of. */

export type Interval = { readonly id: string; readonly start: number; readonly end: number };

/**
 * The row (0-based) of each interval: by start, then longer first, then id, each on the first row that is free.
 * As many rows as intervals that overlap at the busiest frame, and everybody sees the same.
 */
export function stackRows(intervals: readonly Interval[]): {
  readonly rows: readonly number[];
  readonly count: number;
} {
  const order = intervals
    .map((_, index) => index)
    .sort((a, b) => compare(intervals[a] as Interval, intervals[b] as Interval));
  const rows = intervals.map(() => 0);
  const ends: number[] = [];
  for (const index of order) {
    const { start, end } = intervals[index] as Interval;
    const free = ends.findIndex((taken) => taken <= start);
    const row = free === -1 ? ends.length : free;
    rows[index] = row;
    ends[row] = end;
  }
  return { rows, count: ends.length };
}

function compare(a: Interval, b: Interval): number {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
