/** A drag that is not in the document yet, and the lanes as they would be with it. */
import type { BoundaryId, EventId, SegmentId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Picked } from '../selection.ts';
import { inEventOrder } from './event-row.ts';
import { facesOf } from './faces.ts';
import type { Lane, Lanes, LaneSegment, TierLane } from './lane.ts';
import { phaseSegments } from './tier-lanes.ts';

export type TimelineDraft =
  | { readonly kind: 'keyframes'; readonly picked: Picked; readonly delta: number }
  | { readonly kind: 'segment'; readonly id: SegmentId; readonly start: Frame; readonly end: Frame }
  | { readonly kind: 'boundary'; readonly id: BoundaryId; readonly frame: Frame }
  | { readonly kind: 'event'; readonly id: EventId; readonly frame: Frame }
  /** Several marks (refKey), `delta` frames away. */
  | { readonly kind: 'marks'; readonly keys: ReadonlySet<string>; readonly delta: number }
  /** Corners in frames and in pixels of the rows. */
  | { readonly kind: 'marquee'; readonly from: Corner; readonly to: Corner };
export type Corner = { readonly at: number; readonly y: number };

/** The same keyframes, `delta` frames away. */
export function shifted(picked: Picked, delta: number): Picked {
  return new Map(
    [...picked].map(([id, frames]) => [id, new Set([...frames].map((at) => (at + delta) as Frame))]),
  );
}

/** A track with some of its keyframes `delta` frames away; where two would meet, the moved one counts. */
export function withMovedKeyframes(track: Track, picked: ReadonlySet<Frame>, delta: number): Track {
  const moved = track.keyframes
    .filter(({ frame }) => picked.has(frame))
    .map((keyframe) => ({ ...keyframe, frame: (keyframe.frame + delta) as Frame }));
  const taken = new Set(moved.map(({ frame }) => frame));
  const rest = track.keyframes.filter(({ frame }) => !picked.has(frame) && !taken.has(frame));
  return { ...track, keyframes: [...rest, ...moved].sort((a, b) => a.frame - b.frame) };
}

/** The lanes as a drop would leave them; the same lanes when the draft changes none. */
export function withDraft(
  lanes: Lanes,
  draft: TimelineDraft | null,
  labels: readonly Label[],
  count: number,
): Lanes {
  if (!draft || draft.kind === 'marquee') return lanes;
  const changed = touched(lanes, draft).map((lane) => laneWith(lane, draft, labels, count));
  return lanes.with(changed.filter((lane) => lane !== undefined));
}

function touched(lanes: Lanes, draft: TimelineDraft): readonly Lane[] {
  if (draft.kind === 'keyframes')
    return [...draft.picked.keys()]
      .map((id) => lanes.get(`track:${id}`))
      .filter((lane) => lane !== undefined);
  return lanes.top;
}

function laneWith(
  lane: Lane,
  draft: TimelineDraft,
  labels: readonly Label[],
  count: number,
): Lane | undefined {
  if (lane.kind === 'track' && draft.kind === 'keyframes') {
    const picked = draft.picked.get(lane.track.id);
    return picked && { ...lane, track: withMovedKeyframes(lane.track, picked, draft.delta) };
  }
  if (lane.kind === 'events') {
    const events = lane.events.map((event) => {
      const frame = movedTo(draft, 'event', event.id, event.frame);
      return frame === event.frame ? event : { ...event, frame };
    });
    return { ...lane, events: events.sort(inEventOrder) };
  }
  if (lane.kind !== 'tier') return undefined;
  return lane.exclusive ? withMovedEdges(lane, draft, labels, count) : withMovedSegments(lane, draft);
}

/** Where a draft puts the frame of a mark. */
function movedTo(draft: TimelineDraft, kind: 'event' | 'boundary', id: string, frame: Frame): Frame {
  if (draft.kind === kind && draft.id === id) return draft.frame;
  return draft.kind === 'marks' && draft.keys.has(`${kind}:${id}`) ? ((frame + draft.delta) as Frame) : frame;
}

function withMovedEdges(
  lane: TierLane,
  draft: TimelineDraft,
  labels: readonly Label[],
  count: number,
): Lane | undefined {
  if (draft.kind !== 'boundary' && draft.kind !== 'marks') return undefined;
  const edges = lane.edges.map((edge) => {
    const frame = movedTo(draft, 'boundary', edge.id, edge.frame);
    return frame === edge.frame ? edge : { ...edge, frame };
  });
  const segments = phaseSegments(edges, count, facesOf(labels));
  return { ...lane, edges, segments, rows: [segments] };
}

/** What is dragged lies over the rows; those of the others stay as they are. */
function withMovedSegments(lane: TierLane, draft: TimelineDraft): Lane | undefined {
  const dragged = (segment: LaneSegment) =>
    draft.kind === 'segment'
      ? segment.ref.id === draft.id
      : draft.kind === 'marks' && draft.keys.has(`segment:${segment.ref.id}`);
  const moved = (segment: LaneSegment): LaneSegment => {
    if (draft.kind === 'segment') return { ...segment, start: draft.start, end: draft.end };
    const by = draft.kind === 'marks' ? draft.delta : 0;
    return { ...segment, start: (segment.start + by) as Frame, end: (segment.end + by) as Frame };
  };
  const floating = lane.segments.filter(dragged).map(moved);
  if (floating.length === 0) return undefined;
  const rows = lane.rows.map((row) => (row.some(dragged) ? row.filter((one) => !dragged(one)) : row));
  return { ...lane, rows, floating };
}
