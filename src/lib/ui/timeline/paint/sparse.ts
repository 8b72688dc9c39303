/** Of intervals that lie one after the other, as many as pixels can show: what is walked over is pixels, not intervals. */
import { firstWhere } from '#lib/editor/timeline/sorted.ts';

type Interval = { readonly start: number; readonly end: number };

/**
 * Intervals that meet [from, to), ascending and without overlap as given; of those that share less than `step` frames
 * only the first.
 */
export function* sparse<T extends Interval>(
  row: readonly T[],
  from: number,
  to: number,
  step: number,
): Generator<T> {
  let at = firstWhere(row, ({ end }) => end > from);
  for (let one = row[at]; one && one.start < to; one = row[at]) {
    yield one;
    const beyond = one.start + step;
    at =
      one.end >= beyond
        ? at + 1
        : Math.max(
            at + 1,
            firstWhere(row, ({ end }) => end > beyond),
          );
  }
}
