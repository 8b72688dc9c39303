import { expect, it } from 'vitest';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import { stripOf } from './strip.ts';

function track(...keyframes: [number, Partial<Keyframe>?][]): Track {
  const shape = { kind: 'box', x: 0, y: 0, w: 1, h: 1 } as const;
  return {
    id: 't' as TrackId,
    label: 'l' as LabelId,
    kind: 'box',
    source: 'hand',
    deleted: false,
    attributes: {},
    keyframes: keyframes.map(([frame, more]) => ({
      frame: frame as Frame,
      shape,
      outside: false,
      occluded: false,
      ...more,
    })),
  };
}

it('is there until it goes outside, and hidden until the next keyframe that says otherwise', () => {
  const made = track(
    [10],
    [20, { occluded: true }],
    [25, { occluded: true }],
    [30],
    [40, { outside: true }],
    [60],
  );
  expect(stripOf(made, 100)).toEqual({
    present: [
      { start: 10, end: 40 },
      { start: 60, end: 100 },
    ],
    occluded: [{ start: 20, end: 30 }],
  });
});

it('is hidden to the end of the video when nothing follows, and never beyond it', () => {
  expect(stripOf(track([5, { occluded: true }]), 50).occluded).toEqual([{ start: 5, end: 50 }]);
  expect(stripOf(track([70, { occluded: true }]), 50)).toEqual({ present: [], occluded: [] });
});

it('is made once for each version of a track', () => {
  const made = track([10]);
  expect(stripOf(made, 100)).toBe(stripOf(made, 100));
});
