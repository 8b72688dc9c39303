/** What lies under a point of the timeline, nearest and smallest things first. Pixels are CSS pixels. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { BoundaryId, CommentId, EventId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { clampFrame } from '#lib/model/time.ts';
import { distanceToNeighbour, firstKeyframeFrom, nearestKeyframe } from './keyframe-range.ts';
import {
  ROW,
  type CommentsLane,
  type EventsLane,
  type Lanes,
  type LaneSegment,
  type TierLane,
  type TrackLane,
} from './lane.ts';
import { between } from './sorted.ts';
import { stripOf } from './strip.ts';
import type { TimelineView } from './view.ts';

/** How near (pixels) a pointer must come to an edge, and to the middle of a diamond, a flag or a pin. */
export const EDGE_REACH = 6;
export const DIAMOND_REACH = 7;
export const PIN_REACH = 10;
/** Diamonds closer than this (pixels) are drawn as one: none of them can be taken hold of. */
export const CROWDED = 4;

/** The canvas: `head` is the height of ruler and thumbnails above the rows. */
export type Pane = { readonly width: number; readonly height: number; readonly head: number };

export type Scene = {
  readonly view: TimelineView;
  readonly lanes: Lanes;
  readonly pane: Pane;
  readonly playhead: Frame;
  readonly marks: { readonly in: Frame | null; readonly out: Frame | null };
};

export type Hit =
  | { readonly kind: 'ruler' | 'empty'; readonly lane: string | null }
  | { readonly kind: 'playhead' }
  | { readonly kind: 'mark'; readonly which: 'in' | 'out' }
  | { readonly kind: 'diamond'; readonly lane: TrackLane; readonly frame: Frame; readonly crowded: boolean }
  | { readonly kind: 'bar'; readonly lane: TrackLane; readonly start: Frame }
  | { readonly kind: 'segment'; readonly segment: LaneSegment; readonly part: 'start' | 'end' | 'body' }
  | { readonly kind: 'boundary'; readonly lane: TierLane; readonly id: BoundaryId }
  | { readonly kind: 'event'; readonly id: EventId; readonly frame: Frame }
  | { readonly kind: 'comment'; readonly id: CommentId; readonly frame: Frame };

/** What is under (x, y), measured from the canvas's top-left corner. */
export function hitAt(scene: Scene, x: number, y: number): Hit {
  if (y < scene.pane.head) return headHit(scene, x);
  const rowsY = y - scene.pane.head + scene.view.top.value;
  const lane = scene.lanes.at(rowsY);
  if (!lane) return { kind: 'empty', lane: null };
  const found = laneHit(scene, lane, x, Math.floor((rowsY - lane.y) / ROW));
  return found ?? { kind: 'empty', lane: lane.key };
}

function laneHit(scene: Scene, lane: Lanes['all'][number], x: number, row: number): Hit | undefined {
  switch (lane.kind) {
    case 'comments':
      return commentHit(scene, lane, x);
    case 'tier':
      return lane.exclusive ? phaseHit(scene, lane, x) : segmentHit(scene, lane, x, row);
    case 'events':
      return eventHit(scene, lane, x);
    case 'track':
      return trackHit(scene, lane, x);
    case 'group':
    case 'said':
      return undefined;
  }
}

function headHit(scene: Scene, x: number): Hit {
  const { view, pane, playhead, marks } = scene;
  if (Math.abs(x - view.frameToX(playhead + 0.5, pane.width)) <= EDGE_REACH) return { kind: 'playhead' };
  const { in: start, out } = marks;
  const near = (at: number) => Math.abs(x - view.frameToX(at, pane.width)) <= EDGE_REACH;
  if (start !== null && near(start)) return { kind: 'mark', which: 'in' };
  if (out !== null && near(out + 1)) return { kind: 'mark', which: 'out' };
  return { kind: 'ruler', lane: null };
}

function trackHit({ view, pane }: Scene, lane: TrackLane, x: number): Hit | undefined {
  const { keyframes } = lane.track;
  const at = view.xToFrame(x, pane.width);
  const perFrame = pane.width / view.span;
  const nearest = nearestKeyframe(keyframes, at - 0.5);
  if (nearest && Math.abs(nearest.frame + 0.5 - at) * perFrame <= DIAMOND_REACH) {
    const gap = distanceToNeighbour(keyframes, firstKeyframeFrom(keyframes, nearest.frame));
    return { kind: 'diamond', lane, frame: nearest.frame, crowded: gap * perFrame < CROWDED };
  }
  const range = stripOf(lane.track, view.count).present.find(({ start, end }) => start <= at && at < end);
  return range && { kind: 'bar', lane, start: clampFrame(range.start, view.count) };
}

/** The edge reach shrinks inside a short segment, so that its body can always be taken hold of. */
function segmentHit({ view, pane }: Scene, lane: TierLane, x: number, row: number): Hit | undefined {
  let best: { hit: Hit; distance: number } | undefined;
  const [from, to] = [view.xToFrame(x - EDGE_REACH, pane.width), view.xToFrame(x + EDGE_REACH, pane.width)];
  const near = between(
    lane.rows[row] ?? [],
    ({ end }) => end >= from,
    ({ start }) => start > to,
  );
  for (const segment of near) {
    const left = view.frameToX(segment.start, pane.width);
    const right = view.frameToX(segment.end, pane.width);
    const inside = Math.min(EDGE_REACH, (right - left) / 3);
    const reach = (distance: number, inwards: number) => distance <= (inwards > 0 ? inside : EDGE_REACH);
    const toStart = Math.abs(x - left);
    const toEnd = Math.abs(x - right);
    const part =
      reach(toStart, x - left) && toStart <= toEnd ? 'start' : reach(toEnd, right - x) ? 'end' : 'body';
    const distance = x >= left && x < right ? 0 : 1 + Math.min(toStart, toEnd);
    if (!best || distance < best.distance) best = { hit: { kind: 'segment', segment, part }, distance };
  }
  return best?.hit;
}

function phaseHit({ view, pane }: Scene, lane: TierLane, x: number): Hit | undefined {
  let nearest: { id: BoundaryId; distance: number } | undefined;
  for (const { id, frame } of lane.edges) {
    const distance = Math.abs(x - view.frameToX(frame, pane.width));
    // of boundaries on one frame the last in reading order counts
    if (distance <= EDGE_REACH && (!nearest || distance <= nearest.distance)) nearest = { id, distance };
  }
  if (nearest) return { kind: 'boundary', lane, id: nearest.id };
  const at = view.xToFrame(x, pane.width);
  const segment = lane.segments.find(({ start, end }) => start <= at && at < end);
  return segment && { kind: 'segment', segment, part: 'body' };
}

function eventHit({ view, pane }: Scene, lane: EventsLane, x: number): Hit | undefined {
  let best: { hit: Hit; distance: number } | undefined;
  for (const { id, frame } of lane.events) {
    const distance = Math.abs(x - view.frameToX(frame + 0.5, pane.width));
    if (distance <= DIAMOND_REACH && (!best || distance < best.distance))
      best = { hit: { kind: 'event', id, frame }, distance };
  }
  return best?.hit;
}

function commentHit({ view, pane }: Scene, lane: CommentsLane, x: number): Hit | undefined {
  const at = view.xToFrame(x, pane.width);
  let best: { hit: Hit; distance: number } | undefined;
  for (const { comment, start, end } of lane.pins) {
    const toPin = Math.abs(x - view.frameToX(start + 0.5, pane.width));
    const distance =
      toPin <= PIN_REACH ? toPin : at >= start && at < end && end - start > 1 ? PIN_REACH : Infinity;
    if (distance === Infinity) continue;
    const hit: Hit = { kind: 'comment', id: comment.id, frame: start };
    if (!best || distance < best.distance) best = { hit, distance };
  }
  return best?.hit;
}

/** The mark that a hit selects; undefined for what is none. */
export function refOf(hit: Hit): AnnotationRef | undefined {
  switch (hit.kind) {
    case 'bar':
    case 'diamond':
      return hit.lane.ref;
    case 'segment':
      return hit.segment.ref;
    case 'boundary':
      return { kind: 'boundary', id: hit.id };
    case 'event':
      return { kind: 'event', id: hit.id };
    case 'ruler':
    case 'empty':
    case 'playhead':
    case 'mark':
    case 'comment':
      return undefined;
  }
}

/** A hit as one string, to compare. */
export function hitKey(hit: Hit): string {
  switch (hit.kind) {
    case 'ruler':
    case 'empty':
      return `${hit.kind} ${hit.lane}`;
    case 'playhead':
      return 'playhead';
    case 'mark':
      return `mark ${hit.which}`;
    case 'diamond':
      return `diamond ${hit.lane.key} ${hit.frame}`;
    case 'bar':
      return `bar ${hit.lane.key} ${hit.start}`;
    case 'segment':
      return `segment ${hit.segment.ref.id} ${hit.part}`;
    case 'boundary':
      return `boundary ${hit.id}`;
    case 'event':
      return `event ${hit.id}`;
    case 'comment':
      return `comment ${hit.id}`;
  }
}
