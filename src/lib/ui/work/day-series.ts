/** Days without a gap, of days with something to tell. */
import type { ThroughputAnswer } from '#lib/protocol/work.ts';

const DAY_MS = 86_400_000;

/** The last so many days in UTC, oldest first and today last; 0 where nothing is told of a day. */
export function daySeries(
  told: readonly ThroughputAnswer[],
  days: number,
  nowMs: number,
): readonly ThroughputAnswer[] {
  const known = new Map(told.map((one) => [one.day, one]));
  return Array.from({ length: days }, (_, n) => {
    const day = new Date(nowMs - (days - 1 - n) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, submitted: 0, accepted: 0 };
  });
}

/** How many lie within each of these ages, in days; the last has no end. */
export function byAge(ages: readonly number[], ends: readonly number[]): readonly number[] {
  const counts = Array<number>(ends.length + 1).fill(0);
  for (const age of ages) {
    const at = ends.findIndex((end) => age < end);
    counts[at < 0 ? ends.length : at] = (counts[at < 0 ? ends.length : at] ?? 0) + 1;
  }
  return counts;
}
