import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import { firstFrameOf, isEverPresent, isPresentAt, keyedFramesOf } from '#lib/model/keyed-frames.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import { shapes } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import { anyFrame, anyKeyframesOf, anyKeyframeValueOf } from '../../../../tests/builders/any-keyframe.ts';
import { rounds } from '../../../../tests/builders/random-edits.ts';
import { Replica } from '../../../../tests/builders/replica.ts';
import { addTrack, removeKeyframe, setKeyframe, setTrackLabel } from '../edit/track.ts';

const TRACK = { label: 'a' as LabelId, kind: 'box', source: 'model' } as const;

/** Every keyframe its own value, as a hand makes them. */
function addUnpacked(on: Replica, keyframes: readonly Keyframe[]): TrackId {
  const [first, ...others] = keyframes as [Keyframe, ...Keyframe[]];
  return on.act((labels) => {
    const id = addTrack(labels, TRACK, first.frame, first);
    for (const keyframe of others) setKeyframe(labels, id, keyframe.frame, keyframe);
    return id;
  });
}

function found(on: Replica, id: TrackId): Omit<Track, 'id'> | undefined {
  const { id: _, ...track } = on.reading.find({ kind: 'track', id }) ?? ({} as Track);
  return track;
}

/** What lists, the timeline and the scene ask of a track, and what its keyframes say. */
function expectFramesAsKeyframes(track: Track): void {
  const { frames, outside } = keyedFramesOf(track);
  const first = track.keyframes.find((one) => !one.outside) ?? track.keyframes[0];
  expect([...frames]).toEqual(track.keyframes.map(({ frame }) => frame));
  expect([...outside]).toEqual(track.keyframes.map((one) => Number(one.outside)));
  expect(firstFrameOf(track)).toBe(first?.frame);
  expect(isEverPresent(track)).toBe(track.keyframes.some((one) => !one.outside));
  for (let at = 0; at < 35; at++)
    expect(isPresentAt(track, at as Frame)).toBe(stateAt(track.keyframes, at as Frame) !== undefined);
}

const anyEdits = fc.array(
  fc.record({
    frame: anyFrame,
    value: fc.option(anyKeyframeValueOf('box')),
    undo: fc.boolean(),
    ask: fc.boolean(),
  }),
  { maxLength: 12 },
);

describe('packed keyframes under those of people', () => {
  it('[D13] read as unpacked ones, after every edit and undo', () => {
    fc.assert(
      fc.property(anyKeyframesOf('box'), anyEdits, (keyframes, edits) => {
        const [packed, plain] = [new Replica(), new Replica()];
        const below = packed.act((labels) => addTrack(labels, { ...TRACK, base: keyframes }));
        const beside = addUnpacked(plain, keyframes);
        for (const { frame, value, undo, ask } of edits) {
          for (const [on, id] of [
            [packed, below],
            [plain, beside],
          ] as const) {
            if (undo && on.hand.canUndo.value) on.hand.undo();
            else if (value) on.act((labels) => setKeyframe(labels, id, frame, value));
            else on.act((labels) => removeKeyframe(labels, id, frame));
          }
          expect(packed.hand.canUndo.value).toBe(plain.hand.canUndo.value);
          expect(packed.reading.tracks.size).toBe(plain.reading.tracks.size);
          // Asked now and then, so that several edits come between two times the shapes are made.
          expect(ask && found(packed, below)).toEqual(ask && found(plain, beside));
        }
        expect(found(packed, below)).toEqual(found(plain, beside));
        expect(found(packed.readAnew() as Replica, below)).toEqual(found(plain, beside));
        for (const [on, id] of [
          [packed, below],
          [plain, beside],
        ] as const)
          expectFramesAsKeyframes(on.reading.find({ kind: 'track', id }) as Track);
      }),
      rounds(40),
    );
  });

  it('[D13] are overridden on their frame, and removed by no bytes', () => {
    const me = new Replica();
    const box = (frame: number, x: number): Keyframe => ({
      frame: frame as Frame,
      shape: { kind: 'box', x, y: 1, w: 5, h: 6 },
      outside: false,
      occluded: false,
    });
    const id = me.act((labels) => addTrack(labels, { ...TRACK, base: [box(2, 2), box(4, 4), box(6, 6)] }));
    me.act((labels) => {
      setKeyframe(labels, id, 4 as Frame, box(4, 44));
      removeKeyframe(labels, id, 6 as Frame);
      setKeyframe(labels, id, 9 as Frame, box(9, 9));
    });
    expect(found(me, id)?.keyframes).toEqual([box(2, 2), box(4, 44), box(9, 9)]);
  });

  it('[D31] are not written again where they would stay the same', () => {
    const me = new Replica();
    const base = [
      { frame: 2 as Frame, shape: { kind: 'box', x: 1, y: 1, w: 5, h: 6 }, outside: false, occluded: false },
    ] as const;
    const id = me.act((labels) => addTrack(labels, { ...TRACK, base }));
    me.act((labels) => {
      setKeyframe(labels, id, 2 as Frame, base[0]);
      removeKeyframe(labels, id, 3 as Frame);
    });
    expect(me.sent).toHaveLength(1);
  });

  it('[D13] are made only when somebody asks for them, and once', () => {
    const me = new Replica();
    const base = Array.from({ length: 1000 }, (_, at): Keyframe => {
      return {
        frame: at as Frame,
        shape: { kind: 'box', x: 1, y: 1, w: 5, h: 6 },
        outside: false,
        occluded: false,
      };
    });
    const id = me.act((labels) => addTrack(labels, { ...TRACK, base }));
    const made = vi.spyOn(shapes.box, 'fromNumbers');
    const track = me.readAnew().reading.tracks.get(id) as Track;
    expect([isPresentAt(track, 500 as Frame), firstFrameOf(track)]).toEqual([true, 0]);
    me.act((labels) => setTrackLabel(labels, id, 'b' as LabelId));
    expect(made).not.toHaveBeenCalled();
    expect(track.keyframes).toEqual(base);
    expect(me.reading.tracks.get(id)?.keyframes).toBe(track.keyframes);
    expect(made).toHaveBeenCalledTimes(1000);
    made.mockRestore();
  });
});
