/** Which pieces are asked for, and which requests are given up, when what is wanted has changed. Pure. */

export type Requests = {
  /** The most urgent first. */
  readonly wanted: readonly number[];
  /** Under way, the oldest first. */
  readonly loading: readonly number[];
  readonly isHere: (piece: number) => boolean;
  /** Requests at once. */
  readonly limit: number;
  /** The hand rests: what is not wanted now will not be. */
  readonly resting: boolean;
};

export type RequestPlan = { readonly start: readonly number[]; readonly stop: readonly number[] };

/**
 * The most urgent piece is always asked for, if need be in place of another. Requests that are no longer wanted go on
 * while the hand moves: if each were given up for the next, a moving hand on a slow line would never see a picture.
 */
export function planRequests({ wanted, loading, isHere, limit, resting }: Requests): RequestPlan {
  const stop = new Set(resting ? loading.filter((piece) => !wanted.includes(piece)) : []);
  const start: number[] = [];
  const missing = wanted.filter((piece) => !isHere(piece));
  for (const piece of missing) {
    if (loading.includes(piece)) continue;
    if (loading.length - stop.size + start.length >= limit) {
      const victim = piece === missing[0] ? leastUrgent(loading, wanted, stop) : undefined;
      if (victim === undefined) break;
      stop.add(victim);
    }
    start.push(piece);
  }
  return { start, stop: [...stop] };
}

/** Of those that are not wanted the youngest, as the older ones are nearer to their end; else the least wanted. */
function leastUrgent(
  loading: readonly number[],
  wanted: readonly number[],
  stopped: ReadonlySet<number>,
): number | undefined {
  const running = loading.filter((piece) => !stopped.has(piece));
  const stale = running.filter((piece) => !wanted.includes(piece));
  return stale.at(-1) ?? wanted.findLast((piece) => running.includes(piece));
}
