import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cell } from '#lib/cell/cell.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import { Scene } from './scene.ts';

const LAST = 40;

const anyKeyframes = fc
  .uniqueArray(
    fc.record({
      frame: fc.integer({ min: 0, max: LAST }),
      x: fc.integer({ min: 0, max: 90 }),
      outside: fc.boolean(),
      isPolygon: fc.boolean(),
    }),
    { selector: ({ frame }) => frame, minLength: 1, maxLength: 8 },
  )
  .map((all) => all.sort((a, b) => a.frame - b.frame).map(keyframe));

function keyframe(one: { frame: number; x: number; outside: boolean; isPolygon: boolean }): Keyframe {
  const { x } = one;
  const points = [0, 1, 2].map((n) => ({ x: x + n, y: n * n }));
  const shape: Shape = one.isPolygon ? { kind: 'polygon', points } : { kind: 'box', x, y: 1, w: 5, h: 6 };
  return { frame: one.frame as Frame, shape, outside: one.outside, occluded: x % 2 === 0 };
}

function track(n: number, keyframes: readonly Keyframe[]): Track {
  const id = `t${n}` as TrackId;
  return {
    id,
    label: 'a' as LabelId,
    kind: 'box',
    source: 'hand',
    deleted: false,
    keyframes,
    attributes: {},
  };
}

/** What is said of each object at a frame: by poses, and by `stateAt`, which makes it anew. */
function told(scene: Scene, frame: Frame) {
  return scene.posesAt(frame).map((pose) => ({
    key: pose.key,
    shape: pose.shape(),
    occluded: pose.left?.occluded,
    keyframe: pose.isKeyframe,
  }));
}

function made(tracks: ReadonlyMap<TrackId, Track>, frame: Frame) {
  return [...tracks.values()].flatMap(({ id, keyframes }) => {
    const state = stateAt(keyframes, frame);
    if (!state) return [];
    const { shape, occluded, keyframe: isKeyframe } = state;
    return [{ key: `track:${id}`, shape, occluded, keyframe: isKeyframe }];
  });
}

describe('poses', () => {
  it('say of every object what its state says, whichever way the frames go and whatever changes between', () => {
    const steps = fc.array(
      fc.record({
        frame: fc.integer({ min: 0, max: LAST + 5 }),
        change: fc.option(fc.record({ n: fc.nat(3), keyframes: fc.option(anyKeyframes) })),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(anyKeyframes, { maxLength: 4 }), steps, (all, asked) => {
        const tracks = new Map(all.map((keyframes, n) => [`t${n}` as TrackId, track(n, keyframes)]));
        const changed = new Cell(0);
        const scene = new Scene(tracks, changed);
        for (const { frame, change } of asked) {
          if (change) {
            const { n, keyframes } = change;
            if (keyframes) tracks.set(`t${n}` as TrackId, track(n, keyframes));
            else tracks.delete(`t${n}` as TrackId);
            changed.set(changed.value + 1);
          }
          expect(told(scene, frame as Frame)).toEqual(made(tracks, frame as Frame));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leave out what is hidden, and all besides what stands alone', () => {
    const still = [keyframe({ frame: 0, x: 1, outside: false, isPolygon: false })];
    const tracks = new Map([0, 1, 2].map((n) => [`t${n}` as TrackId, track(n, still)]));
    const scene = new Scene(tracks, new Cell(0));
    const keys = () => scene.posesAt(3 as Frame).map(({ key }) => key);
    scene.setHidden([{ kind: 'track', id: 't1' as TrackId }], true);
    expect(keys()).toEqual(['track:t0', 'track:t2']);
    scene.setSolo(new Set(['track:t2']));
    expect(keys()).toEqual(['track:t2']);
    scene.setAllHidden(true);
    expect(keys()).toEqual([]);
  });
});
