/** Which frames should be at hand around the playhead: more of them where it is going. Pure. */

/** Which way the playhead has gone last; 0 where it has jumped. */
export type Travel = -1 | 0 | 1;

/** Frames `[first, end)`. */
export type Span = { readonly first: number; readonly end: number };

export type Window = {
  readonly at: number;
  readonly travel: Travel;
  /** All that fits. */
  readonly whole: Span;
  /**
   * When one of these is missing, the whole is filled again. The rest is slack: filling it frame by frame would decode
   * a group anew for each step backwards.
   */
  readonly near: Span;
};

/** Shares of the window that lie ahead of the playhead. */
const AHEAD: Readonly<Record<Travel, number>> = { '-1': 0.25, '0': 0.5, '1': 0.75 };

/**
 * @param count frames in the video
 * @param size frames that fit, at least 1
 */
export function windowAround(at: number, travel: Travel, count: number, size: number): Window {
  const length = Math.min(size, count);
  const behind = length - Math.max(1, Math.round(length * AHEAD[travel]));
  const first = Math.max(0, Math.min(at - behind, count - length));
  const end = first + length;
  const near = { first: at - Math.floor((at - first) / 2), end: at + 1 + Math.floor((end - 1 - at) / 2) };
  return { at, travel, whole: { first, end }, near };
}

export function contains({ first, end }: Span, frame: number): boolean {
  return frame >= first && frame < end;
}

/** The frames of a span, the most urgent first: the playhead's own, then those ahead of it, then those behind. */
export function* byUrgency({ first, end }: Span, at: number, travel: Travel): Generator<number> {
  if (contains({ first, end }, at)) yield at;
  const forwards = Math.max(0, end - 1 - at);
  const backwards = Math.max(0, at - first);
  if (travel === 0) {
    for (let n = 1; n <= Math.max(forwards, backwards); n++) {
      if (n <= forwards) yield at + n;
      if (n <= backwards) yield at - n;
    }
    return;
  }
  const [ahead, behind] = travel > 0 ? [forwards, backwards] : [backwards, forwards];
  for (let n = 1; n <= ahead; n++) yield at + n * travel;
  for (let n = 1; n <= behind; n++) yield at - n * travel;
}
