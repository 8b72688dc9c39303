/** How long the line waits: between two calls, for an answer, and before it says that nobody is there. */

export type Pace = {
  /** The longest wait before the first call after a loss; each further one may wait twice as long. Milliseconds. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** A connection that lived so long was a good one: the next wait is a first one again. */
  readonly steadyMs: number;
  /** A call that is not taken by then is given up. */
  readonly ringMs: number;
  /** So much longer than the usual half minute nothing may come, as long as the whole document is awaited. */
  readonly wholeMs: number;
  /** So long without a connection is offline; before that it is only being called again. */
  readonly offlineMs: number;
  /** So long the first call waits for what is in the outbox. */
  readonly outboxMs: number;
};

export const PACE: Pace = {
  firstWaitMs: 500,
  longestWaitMs: 15_000,
  steadyMs: 5000,
  ringMs: 10_000,
  wholeMs: 90_000,
  offlineMs: 5000,
  outboxMs: 2000,
};

/**
 * The wait before the next call, in milliseconds: anything up to a limit that doubles, so that a room full of people
 * does not come back in one moment.
 *
 * @param failures calls in a row that came to nothing, from 1
 * @param random from 0 to 1
 */
export function waitMs(pace: Pace, failures: number, random: number): number {
  return random * Math.min(pace.longestWaitMs, pace.firstWaitMs * 2 ** (failures - 1));
}
