/** Lanes that follow every change read as lanes that are made anew. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { setDeleted, setDoubt } from '#lib/doc/edit/annotation.ts';
import { moveEvent } from '#lib/doc/edit/event.ts';
import { markPhase } from '#lib/doc/edit/phase.ts';
import { moveSegment, setSegmentLabel } from '#lib/doc/edit/segment.ts';
import { removeKeyframe, setKeyframe, setTrackLabel } from '#lib/doc/edit/track.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { FORCEPS, POLYP } from '../../../../tests/builders/hand-at-work.ts';
import { TimelineHand } from '../../../../tests/builders/timeline-hand.ts';
import { Density } from './density.ts';
import type { Lanes } from './lane.ts';
import { LaneBuilder } from './lanes.ts';

const box = { shape: { kind: 'box', x: 1, y: 2, w: 3, h: 4 }, outside: false, occluded: false } as const;
const anyStep = fc.record({
  what: fc.constantFrom(
    ...(['track', 'segment', 'event', 'phase', 'keyframe', 'unkey', 'label', 'move', 'delete', 'doubt', 'undo', 'group', 'fold', 'look'] as const),
  ), // prettier-ignore
  a: fc.nat(95),
  b: fc.integer({ min: 1, max: 30 }),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

function refs({ work }: TimelineHand): AnnotationRef[] {
  const { tracks, segments, boundaries, events } = work.editor.reading;
  return [
    ...[...tracks.keys()].map((id) => ({ kind: 'track', id }) as const),
    ...[...segments.keys()].map((id) => ({ kind: 'segment', id }) as const),
    ...[...boundaries.keys()].map((id) => ({ kind: 'boundary', id }) as const),
    ...[...events.keys()].map((id) => ({ kind: 'event', id }) as const),
  ];
}

function take(hand: TimelineHand, { what, a, b }: Step): void {
  const { editor } = hand.work;
  const { labels } = editor.options;
  const all = refs(hand);
  const ref = all[a % Math.max(1, all.length)];
  const act = (run: () => void) => editor.hand.transact({ caption: what, frame: null, refs: [] }, run);
  const end = Math.min(100, a + b) as Frame;
  if (what === 'track') hand.track([a], b % 2 ? FORCEPS : POLYP);
  else if (what === 'segment') hand.segment(a, a + b);
  else if (what === 'event') hand.event(a);
  else if (what === 'phase')
    act(() => {
      const label = (b % 3 ? (b % 2 ? 'cut' : 'prepare') : null) as LabelId | null;
      markPhase(labels, { tier: 'phase' as TierId, start: a as Frame, end, label, count: 100 });
    });
  else if (what === 'undo') editor.history.undo();
  else if (what === 'group') editor.lanes.group(b % 2 === 0);
  else if (what === 'fold') editor.lanes.toggle('folded', [b % 2 ? 'group:forceps' : 'tier:phase']);
  else if (what === 'look') void hand.timeline.lanes;
  else if (ref) act(() => change(hand, ref, what, a, b));
}

function change({ work }: TimelineHand, ref: AnnotationRef, what: Step['what'], a: number, b: number): void {
  const { labels } = work.editor.options;
  const label = (b % 2 ? FORCEPS : POLYP) as LabelId;
  if (what === 'delete') setDeleted(labels, ref, true);
  else if (ref.kind === 'track') {
    if (what === 'keyframe') setKeyframe(labels, ref.id, b as Frame, box);
    else if (what === 'unkey') removeKeyframe(labels, ref.id, work.track(ref.id).keyframes[0]!.frame);
    else if (what === 'label') setTrackLabel(labels, ref.id, label);
  } else if (what === 'doubt') setDoubt(labels, ref, { fuzz: b });
  else if (ref.kind === 'segment' && what === 'move')
    moveSegment(labels, ref.id, a as Frame, (a + b) as Frame);
  else if (ref.kind === 'segment' && what === 'label') setSegmentLabel(labels, ref.id, 'gone' as LabelId);
  else if (ref.kind === 'event' && what === 'move') moveEvent(labels, ref.id, b as Frame);
}

/** What of the lanes is seen. */
function seen(lanes: Lanes): unknown {
  return lanes.all.map((lane) =>
    lane.kind === 'track' ? { ...lane, track: lane.track.id } : structuredClone(lane),
  );
}

it('lanes and density follow any edits as if they were made anew', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const hand = new TimelineHand();
      const { editor } = hand.work;
      void hand.timeline.density.perPixel(50);
      for (const step of steps) take(hand, step);
      const anew = new LaneBuilder({
        reading: editor.reading,
        comments: editor.comments.comments,
        taxonomy: editor.options.taxonomy,
        count: 100,
        display: editor.lanes,
        captionOf: (ref) => editor.captionOf(ref),
      }).build();
      expect(seen(hand.timeline.lanes)).toEqual(seen(anew));
      const shown = hand.timeline.lanes.all.flatMap((lane) => (lane.kind === 'track' ? [lane.track] : []));
      expect(shown.every((track) => editor.reading.tracks.get(track.id) === track)).toBe(true);
      for (const lane of anew.all) expect(hand.timeline.lanes.get(lane.key)?.key).toBe(lane.key);
      const density = new Density(editor.reading.tracks, 100);
      expect([...hand.timeline.density.perPixel(50)]).toEqual([...density.perPixel(50)]);
    }),
    { seed: 11, numRuns: 150 },
  );
});
