/**
 * On which frames a track has keyframes and on which of them it is away: all that lists, the timeline and the search
 * for what is there need to know. A track may hold a million keyframes, and none of their shapes is made for it.
 */
import type { Keyframe } from './keyframe.ts';
import type { Frame } from './time.ts';
import type { Track } from './track.ts';

export type KeyedFrames = {
  /** Ascending. */
  readonly frames: Int32Array;
  /** 1 where the keyframe is outside, by the index in `frames`. */
  readonly outside: Uint8Array;
};

/** Tracks are immutable values, so what was made for one holds as long as the track does. */
const known = new WeakMap<Track, KeyedFrames | (() => KeyedFrames)>();

/** For who makes a track and can tell without its keyframes. A changed copy of the track is another track. */
export function tellKeyedFrames(track: Track, tell: () => KeyedFrames): void {
  known.set(track, tell);
}

/** Made once for each track, at the latest when it is first asked for. */
export function keyedFramesOf(track: Track): KeyedFrames {
  const found = known.get(track);
  if (found && typeof found !== 'function') return found;
  const made = found ? found() : keyedFramesFrom(track.keyframes);
  known.set(track, made);
  return made;
}

/** Where a track begins to be there; where it never is, its first keyframe; undefined without keyframes. */
export function firstFrameOf(track: Track): Frame | undefined {
  const { frames, outside } = keyedFramesOf(track);
  return frames[Math.max(0, outside.indexOf(0))] as Frame | undefined;
}

/** Whether a track is there on some frame. */
export function isEverPresent(track: Track): boolean {
  return keyedFramesOf(track).outside.includes(0);
}

/** Whether a track is there at a frame: exactly where `stateAt` finds a state. O(log n). */
export function isPresentAt(track: Track, at: Frame): boolean {
  const { frames, outside } = keyedFramesOf(track);
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((frames[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return outside[low - 1] === 0;
}

/** Those of keyframes, ascending by frame. */
export function keyedFramesFrom(keyframes: readonly Keyframe[]): KeyedFrames {
  const frames = new Int32Array(keyframes.length);
  const outside = new Uint8Array(keyframes.length);
  for (let at = 0; at < keyframes.length; at++) {
    const keyframe = keyframes[at] as Keyframe;
    frames[at] = keyframe.frame;
    outside[at] = keyframe.outside ? 1 : 0;
  }
  return { frames, outside };
}

/** With one frame set, or (`outside` undefined) without it; the same object where nothing changes. */
export function withKeyedFrame(keyed: KeyedFrames, frame: number, outside: boolean | undefined): KeyedFrames {
  const { frames } = keyed;
  const at = placeIn(frames, frame);
  const isThere = frames[at] === frame;
  if (outside === undefined && !isThere) return keyed;
  const flag = outside ? 1 : 0;
  if (isThere && outside !== undefined && keyed.outside[at] === flag) return keyed;
  const shift = outside === undefined ? -1 : isThere ? 0 : 1;
  const made = {
    frames: new Int32Array(frames.length + shift),
    outside: new Uint8Array(frames.length + shift),
  };
  const rest = isThere ? at + 1 : at;
  for (const part of ['frames', 'outside'] as const) {
    made[part].set(keyed[part].subarray(0, at));
    made[part].set(keyed[part].subarray(rest), rest + shift);
  }
  if (outside === undefined) return made;
  made.frames[at] = frame;
  made.outside[at] = flag;
  return made;
}

/** Index of the first frame that is not before this one. O(log n). */
function placeIn(frames: Int32Array, frame: number): number {
  let [low, high] = [0, frames.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((frames[middle] as number) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}
