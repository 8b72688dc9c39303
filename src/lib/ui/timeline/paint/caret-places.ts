/** Where the names of the others stand on the ruler: over their frames, or beside what stands there already. */

export type Span = { readonly left: number; readonly right: number };

/**
 * @param wanted where each would stand, in the order in which they find a place; CSS pixels
 * @param taken what nothing may lie on: the flag of one's own playhead
 * @param width of the ruler; a name without any room left stands where it would
 * @returns the left edge of each
 */
export function caretPlaces(
  wanted: readonly { readonly x: number; readonly width: number }[],
  taken: readonly Span[],
  width: number,
): readonly number[] {
  const spans = [...taken];
  return wanted.map(({ x, width: own }) => {
    const most = Math.max(0, width - own);
    const home = Math.max(0, Math.min(most, x - own / 2));
    const isFree = (left: number) =>
      left >= 0 && left <= most && spans.every((one) => left >= one.right + 1 || left + own <= one.left - 1);
    const beside = spans.flatMap((one) => [one.right + 1, one.left - 1 - own]);
    const [left = home] = [home, ...beside]
      .filter(isFree)
      .sort((a, b) => Math.abs(a - home) - Math.abs(b - home));
    spans.push({ left, right: left + own });
    return left;
  });
}
