/**
 * From the documents to lanes. Called after every change; what belongs to a track is made once for each version of
 * the track, and lanes that did not change keep their identity, so that one edit does not make 2,000 lanes again.
 */
import { anchorFrame, type Comment } from '#lib/model/comment.ts';
import type { CommentId, LabelId, TierId } from '#lib/model/id.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import type { Label } from '#lib/model/label.ts';
import { phasesOf, sortBoundaries, type Boundary, type Segment } from '#lib/model/segment.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Tier } from '#lib/model/tier.ts';
import type { Track } from '#lib/model/track.ts';
import type { TimelineReading } from './host.ts';
import { Lanes, ROW, type Lane, type LanePin, type LaneSegment, type TrackLane } from './lane.ts';
import { stackRows } from './stack.ts';

export type LaneSource = {
  readonly reading: TimelineReading;
  readonly comments: ReadonlyMap<CommentId, Comment>;
  readonly taxonomy: Taxonomy;
  /** Frames in the video. */
  readonly count: number;
};

/** For labels the taxonomy does not know (yet): shown, never dropped. */
const UNKNOWN_COLOR = '#9aa7b2';

/** A lane before it has its place. */
type Unplaced = { [K in Lane['kind']]: Omit<Extract<Lane, { kind: K }>, 'y'> }[Lane['kind']];

export class LaneBuilder {
  readonly #tracks = new Map<string, TrackLane>();

  build(source: LaneSource): Lanes {
    const labels = new Map(source.taxonomy.labels.map((label) => [label.id, label]));
    const top: Unplaced[] = [
      { kind: 'comments', key: 'comments', height: ROW, pins: pinsOf(source) },
      ...tierLanes(source, labels),
      { kind: 'events', key: 'events', height: ROW, events: eventsOf(source, labels) },
    ];
    const lanes: Lane[] = [];
    let y = 0;
    for (const lane of top) {
      lanes.push({ ...lane, y } as Lane);
      y += lane.height;
    }
    const tracks = inOrder(source.reading.tracks.values(), source.taxonomy);
    for (const track of tracks) {
      lanes.push(this.#trackLane(track, y, labels.get(track.label)?.color ?? UNKNOWN_COLOR));
      y += ROW;
    }
    if (this.#tracks.size > tracks.length) this.#forget(source.reading);
    return new Lanes(lanes);
  }

  #trackLane(track: Track, y: number, color: string): TrackLane {
    const known = this.#tracks.get(track.id);
    if (known?.track === track && known.y === y && known.color === color) return known;
    const ref = known?.ref ?? { kind: 'track', id: track.id };
    const lane: TrackLane = { kind: 'track', key: `track:${track.id}`, y, height: ROW, track, ref, color };
    this.#tracks.set(track.id, lane);
    return lane;
  }

  #forget(reading: TimelineReading): void {
    for (const lane of this.#tracks.values()) {
      if (!reading.tracks.has(lane.track.id)) this.#tracks.delete(lane.track.id);
    }
  }
}

/** By label in the order of the taxonomy, then as they are numbered: by where they begin, then by id. */
function inOrder(tracks: Iterable<Track>, taxonomy: Taxonomy): readonly Track[] {
  const order = new Map(taxonomy.labels.map((label, index) => [label.id, index]));
  return [...tracks]
    .map((track) => ({ track, label: order.get(track.label) ?? order.size, start: firstFrameOf(track) ?? 0 }))
    .sort((a, b) => a.label - b.label || a.start - b.start || (a.track.id < b.track.id ? -1 : 1))
    .map(({ track }) => track);
}

function pinsOf({ comments, count }: LaneSource): LanePin[] {
  const answers = new Map<CommentId, number>();
  for (const { parent, deleted } of comments.values()) {
    if (parent !== null && !deleted) answers.set(parent, (answers.get(parent) ?? 0) + 1);
  }
  const pins: LanePin[] = [];
  for (const comment of comments.values()) {
    const start = anchorFrame(comment.anchor);
    if (comment.deleted || comment.parent !== null || start === undefined || start >= count) continue;
    const end = comment.anchor.kind === 'range' ? Math.min(count, comment.anchor.end) : start + 1;
    pins.push({ comment, start, end, answers: answers.get(comment.id) ?? 0 });
  }
  return pins.sort((a, b) => a.start - b.start || a.comment.atMs - b.comment.atMs);
}

/** One lane for each tier that is in use or offered; a tier unknown to the taxonomy is shown by its id. */
function tierLanes(source: LaneSource, labels: ReadonlyMap<LabelId, Label>): Unplaced[] {
  const segments = Map.groupBy(source.reading.segments.values(), (segment) => segment.tier);
  const boundaries = Map.groupBy(source.reading.boundaries.values(), (boundary) => boundary.tier);
  const known = new Map<TierId, Pick<Tier, 'id' | 'name' | 'mode' | 'retired'>>(
    source.taxonomy.tiers.map((tier) => [tier.id, tier]),
  );
  for (const id of segments.keys()) {
    if (!known.has(id)) known.set(id, { id, name: id, mode: 'free', retired: true });
  }
  for (const id of boundaries.keys()) {
    if (!known.has(id)) known.set(id, { id, name: id, mode: 'exclusive', retired: true });
  }
  return [...known.values()]
    .filter(({ id, retired }) => !retired || segments.has(id) || boundaries.has(id))
    .map((tier) => {
      const exclusive = tier.mode === 'exclusive';
      const edges = exclusive
        ? sortBoundaries(boundaries.get(tier.id) ?? []).filter(({ deleted }) => !deleted)
        : [];
      const found = exclusive
        ? phaseSegments(edges, source.count, labels)
        : freeSegments(segments.get(tier.id) ?? [], labels);
      const height = ROW * (1 + found.reduce((most, { row }) => Math.max(most, row), 0));
      return {
        kind: 'tier',
        key: `tier:${tier.id}`,
        tier: tier.id,
        name: tier.name,
        exclusive,
        segments: found,
        edges,
        height,
      };
    });
}

/** Phases of an exclusive tier as its lane shows them. */
export function phaseSegments(
  boundaries: readonly Boundary[],
  count: number,
  labels: ReadonlyMap<LabelId, Label>,
): LaneSegment[] {
  return phasesOf(boundaries, count).map(({ id, label, start, end }) => ({
    ref: { kind: 'boundary', id },
    label,
    ...faceOf(label, labels),
    start,
    end,
    row: 0,
  }));
}

/** Segments of a free tier as its lane shows them, those that overlap on rows of their own. */
export function freeSegments(
  segments: readonly Segment[],
  labels: ReadonlyMap<LabelId, Label>,
): LaneSegment[] {
  const { rows } = stackRows(segments);
  return segments
    .map(({ id, label, start, end }, index): LaneSegment => {
      return {
        ref: { kind: 'segment', id },
        label,
        ...faceOf(label, labels),
        start,
        end,
        row: rows[index] ?? 0,
      };
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function eventsOf({ reading, count }: LaneSource, labels: ReadonlyMap<LabelId, Label>) {
  return [...reading.events.values()]
    .filter((event) => event.frame < count)
    .map(({ id, frame, label }) => ({ id, frame, ...faceOf(label, labels) }))
    .sort((a, b) => a.frame - b.frame || (a.id < b.id ? -1 : 1));
}

function faceOf(id: LabelId, labels: ReadonlyMap<LabelId, Label>): { name: string; color: string } {
  const label = labels.get(id);
  return { name: label?.name ?? 'Unknown label', color: label?.color ?? UNKNOWN_COLOR };
}
