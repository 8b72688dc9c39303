import { describe, expect, it } from 'vitest';
import type { LabelId, TrackId } from './id.ts';
import { firstFrameOf, isEverPresent, isPresentAt, keyedFramesOf, tellKeyedFrames } from './keyed-frames.ts';
import { frame } from './time.ts';
import type { Track } from './track.ts';

/** A track with keyframes at these frames; a minus sign makes the object leave there. */
function track(...frames: readonly number[]): Track {
  return {
    id: 'one' as TrackId,
    label: 'a' as LabelId,
    kind: 'box',
    source: 'hand',
    deleted: false,
    keyframes: frames.map((at) => ({
      frame: frame(Math.abs(at)),
      shape: { kind: 'box', x: 1, y: 1, w: 5, h: 5 },
      outside: at < 0,
      occluded: false,
    })),
    attributes: {},
  };
}

describe('the frames of a track', () => {
  it('are those of its keyframes', () => {
    const { frames, outside } = keyedFramesOf(track(3, 7, -12));
    expect([[...frames], [...outside]]).toEqual([
      [3, 7, 12],
      [0, 0, 1],
    ]);
  });

  it('say where it begins', () => {
    expect(firstFrameOf(track(-3, 7, 9))).toBe(7);
    expect(firstFrameOf(track(-3, -7))).toBe(3);
    expect(firstFrameOf(track())).toBeUndefined();
  });

  it('say whether it is there at all, and when', () => {
    expect([track(), track(-4), track(-4, 9)].map(isEverPresent)).toEqual([false, false, true]);
    const there = (at: number) => isPresentAt(track(3, -7, 12), frame(at));
    expect([0, 2, 3, 6, 7, 11, 12, 99].map(there)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it('may be told without its keyframes, once for that very track', () => {
    const told = track();
    let asked = 0;
    tellKeyedFrames(told, () => {
      asked++;
      return { frames: Int32Array.of(5), outside: Uint8Array.of(0) };
    });
    expect([firstFrameOf(told), firstFrameOf(told), asked]).toEqual([5, 5, 1]);
    expect(firstFrameOf({ ...told })).toBeUndefined();
  });
});
