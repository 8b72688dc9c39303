/** Tracks of every kind of shape through admission: each is let in, and none with keyframes of another kind. */
import { describe, expect, it } from 'vitest';
import { addTrack } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import { packKeyframe } from '#lib/doc/pack.ts';
import type { LabelId, TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import { opsOf, SHAPE_KINDS, type ShapeKind } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { LABELS_ROOM, replicaOf, TrialRoom, updateOf, writerAs } from '../../../tests/builders/trial-room.ts';

const maya = writerAs('annotator', LABELS_ROOM, 'maya');

function value(kind: ShapeKind): KeyframeValue {
  return { shape: opsOf(kind).inRect({ x: 1, y: 2, w: 30, h: 40 }), outside: false, occluded: false };
}

describe.each(SHAPE_KINDS)('%s', (kind) => {
  it('is let in, and a keyframe of any other kind is refused', () => {
    const server = new TrialRoom(LABELS_ROOM);
    const ydoc = replicaOf(server.ydoc, 100);
    const made = updateOf(ydoc, () =>
      addTrack(
        openLabels(ydoc),
        { id: 't' as TrackId, label: 'l' as LabelId, kind },
        5 as Frame,
        value(kind),
      ),
    );
    expect(server.submit(maya, made)).toMatchObject({ kind: 'admitted' });
    for (const other of SHAPE_KINDS) {
      const forger = replicaOf(server.ydoc, 100);
      const forged = updateOf(forger, () => {
        const track = forger
          .getMap<{ get(key: string): { set(frame: string, value: Uint8Array): void } }>('tracks')
          .get('t');
        track?.get('kf').set('9', packKeyframe(value(other)));
      });
      const verdict = server.submit(maya, forged);
      expect(verdict.kind, `a keyframe of ${other}`).toBe(other === kind ? 'admitted' : 'refused');
    }
  });
});
