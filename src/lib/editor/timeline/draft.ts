/** A drag that is not in the document yet, and the lanes as they would be with it. */
import type { BoundaryId, EventId, SegmentId, TrackId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Lane, Lanes } from './lane.ts';
import { phaseSegments } from './lanes.ts';

/** Frames of keyframes, by track. */
export type Picked = ReadonlyMap<TrackId, ReadonlySet<Frame>>;

export type TimelineDraft =
  | { readonly kind: 'keyframes'; readonly picked: Picked; readonly delta: number }
  | { readonly kind: 'segment'; readonly id: SegmentId; readonly start: Frame; readonly end: Frame }
  | { readonly kind: 'boundary'; readonly id: BoundaryId; readonly frame: Frame }
  | { readonly kind: 'event'; readonly id: EventId; readonly frame: Frame }
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
  let drafted = lanes;
  for (const lane of touched(lanes, draft)) {
    const changed = laneWith(lane, draft, labels, count);
    if (changed) drafted = drafted.with(changed);
  }
  return drafted;
}

function touched(lanes: Lanes, draft: TimelineDraft): readonly Lane[] {
  if (draft.kind !== 'keyframes')
    return lanes.all.filter((lane) => lane.kind === 'tier' || lane.kind === 'events');
  return [...draft.picked.keys()].map((id) => lanes.get(`track:${id}`)).filter((lane) => lane !== undefined);
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
  if (lane.kind === 'events' && draft.kind === 'event') {
    const events = lane.events.map((event) =>
      event.id === draft.id ? { ...event, frame: draft.frame } : event,
    );
    return { ...lane, events: events.sort((a, b) => a.frame - b.frame) };
  }
  if (
    lane.kind === 'tier' &&
    draft.kind === 'segment' &&
    lane.segments.some(({ ref }) => ref.id === draft.id)
  ) {
    const { id, start, end } = draft;
    return {
      ...lane,
      segments: lane.segments.map((one) => (one.ref.id === id ? { ...one, start, end } : one)),
    };
  }
  if (lane.kind === 'tier' && draft.kind === 'boundary' && lane.edges.some(({ id }) => id === draft.id)) {
    const edges = lane.edges.map((edge) => (edge.id === draft.id ? { ...edge, frame: draft.frame } : edge));
    return {
      ...lane,
      edges,
      segments: phaseSegments(edges, count, new Map(labels.map((label) => [label.id, label]))),
    };
  }
  return undefined;
}
