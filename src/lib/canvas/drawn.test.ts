import fc from 'fast-check';
import { DOMAdapter, type Geometry, type ICanvas, type Mesh, type Shader } from 'pixi.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { Poses } from '#lib/editor/poses.ts';
import { Viewport } from '#lib/editor/viewport.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Shape } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import { Drawn } from './drawn.ts';
import { Outlines } from './outlines.ts';
import { setLook } from './paint/look.ts';

const anyShape = fc
  .tuple(fc.nat(4), fc.nat(200), fc.integer({ min: 3, max: 6 }))
  .map(([kind, x, n]): Shape => {
    const points = Array.from({ length: n }, (_, at) => ({ x: x + at * 3, y: at * at }));
    if (kind === 0) return { kind: 'polygon', points };
    if (kind === 1) return { kind: 'polyline', points };
    if (kind === 2) return { kind: 'ellipse', cx: x, cy: 40, rx: 9, ry: 5, rotation: n };
    if (kind === 3) return { kind: 'point', points };
    return { kind: 'box', x, y: 4, w: 10 + n, h: 8 };
  });
const anyTrack = fc.tuple(anyShape, anyShape, fc.boolean(), fc.nat(9));

function tracksOf(made: readonly (readonly [Shape, Shape, boolean, number])[]): Map<TrackId, Track> {
  return new Map(
    made.map(([a, b, occluded, first], n) => {
      const id = `t${n}` as TrackId;
      const keyframes: Keyframe[] = [
        { frame: first as Frame, shape: a, outside: false, occluded },
        { frame: (first + 8) as Frame, shape: b, outside: false, occluded },
      ];
      return [id, { id, label: 'a' as LabelId, kind: a.kind, source: 'hand', deleted: false, keyframes, attributes: {} }]; // prettier-ignore
    }),
  );
}

/** What the GPU is handed: the records, as far as they are drawn. */
function recordsOf(outlines: Outlines): readonly number[] {
  const { geometry } = outlines.view.children[0] as Mesh<Geometry, Shader>;
  const { data } = geometry.attributes['aFrom']!.buffer;
  return [...new Uint8Array(data.buffer, 0, outlines.count * 24)];
}

/** Nothing is drawn here: Pixi asks a context only how precise it is, and there is none. */
beforeAll(() => {
  const canvas = { getContext: () => null } as unknown as ICanvas;
  DOMAdapter.set({ ...DOMAdapter.get(), createCanvas: () => canvas });
});

describe('outlines of which only what changed is written', () => {
  it('are as if all were written, whatever comes, goes and changes from one drawing to the next', () => {
    const steps = fc.array(
      fc.record({ frame: fc.nat(25), strong: fc.nat(6), zoom: fc.constantFrom(1, 1, 0.3, 4) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(anyTrack, { maxLength: 6 }), steps, (made, asked) => {
        const poses = new Poses(tracksOf(made));
        const viewport = new Viewport({ width: 200, height: 100 }, 16 / 11);
        viewport.setPane(200, 100);
        const kept = new Outlines();
        const drawn = new Map<string, Drawn>();
        for (const { frame, strong, zoom } of asked) {
          viewport.zoomTo(zoom);
          const fresh = new Outlines();
          kept.clear(viewport);
          fresh.clear(viewport);
          for (const [n, pose] of poses.at(frame as Frame, 0, null).entries()) {
            const look = { ...setLook('#62afa0'), width: n === strong ? 3 : 2, dash: pose.left?.occluded ? 6 : 0 }; // prettier-ignore
            const one = drawn.get(pose.key) ?? new Drawn();
            drawn.set(pose.key, one);
            one.draw(kept, viewport, pose, look);
            const other = new Drawn();
            other.draw(fresh, viewport, pose, look);
            expect([one.left, one.top, one.right, one.bottom]).toEqual([other.left, other.top, other.right, other.bottom]); // prettier-ignore
          }
          kept.flush();
          fresh.flush();
          expect(kept.count).toBe(fresh.count);
          expect(recordsOf(kept)).toEqual(recordsOf(fresh));
        }
      }),
      { numRuns: 300 },
    );
  });
});
