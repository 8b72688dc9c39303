/** How far two stretches of frames are the same. */

/** Half-open in frames: `[start, end)`, or in seconds where both are. */
export type Interval = { readonly start: number; readonly end: number };

/**
 * Temporal intersection over union, 0 to 1, of half-open intervals; touching ones share nothing. As `segment_iou` of
 * ActivityNet's evaluation (Caba Heilbron et al. 2015, CVPR).
 */
export function intervalOverlap(a: Interval, b: Interval): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  const all = a.end - a.start + (b.end - b.start) - shared;
  return all > 0 ? shared / all : 0;
}
