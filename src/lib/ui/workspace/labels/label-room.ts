/** Which labels a strip has room for: the first ones, and always the current one. */

/**
 * @param widths of all, in CSS pixels
 * @param gap between two
 * @param current its place; -1 where none is
 * @returns places of those to show, in order
 */
export function labelsThatFit(
  widths: readonly number[],
  gap: number,
  room: number,
  current: number,
): readonly number[] {
  const own = current < 0 ? 0 : (widths[current] ?? 0) + gap;
  const shown: number[] = [];
  let used = 0;
  for (const [at, width] of widths.entries()) {
    const end = used + (used > 0 ? gap : 0) + width;
    // Until the current one is among them, its room is kept.
    const kept = current > at ? own : 0;
    if (end + kept > room) break;
    shown.push(at);
    used = end;
  }
  return current >= shown.length && current >= 0 ? [...shown, current] : shown;
}
