/** Moving marks through time, many at once: all by the same number of frames, and none past what stays. */
import { moveEvent } from '#lib/doc/edit/event.ts';
import { moveBoundary } from '#lib/doc/edit/phase.ts';
import { moveSegment } from '#lib/doc/edit/segment.ts';
import type { LabelsDoc } from '#lib/doc/schema.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { Frame } from '#lib/model/time.ts';
import type { TimelineReading } from '../timeline/host.ts';

/** Marks that lie in time by themselves: all but objects. */
export type TimedRef = Exclude<AnnotationRef, { readonly kind: 'track' }>;

export function timedRefs(refs: readonly AnnotationRef[]): readonly TimedRef[] {
  return refs.filter((ref): ref is TimedRef => ref.kind !== 'track');
}

/**
 * How far these marks may go: the wish, held within a video of `count` frames and between the boundaries that stay, so
 * that phases keep their order.
 */
export function freeDelta(
  reading: TimelineReading,
  refs: readonly TimedRef[],
  wanted: number,
  count: number,
): number {
  const moving = new Set(refs.map(refKey));
  let [least, most] = [-Infinity, Infinity];
  const hold = (low: number, high: number) => {
    least = Math.max(least, low);
    most = Math.min(most, high);
  };
  for (const ref of refs) {
    if (ref.kind === 'event') {
      const event = reading.events.get(ref.id);
      if (event) hold(0 - event.frame, count - 1 - event.frame);
    } else if (ref.kind === 'segment') {
      const segment = reading.segments.get(ref.id);
      if (segment) hold(0 - segment.start, count - segment.end);
    } else {
      const boundary = reading.boundaries.get(ref.id);
      if (boundary) hold(0 - boundary.frame, count - 1 - boundary.frame);
    }
  }
  const moved = refs.flatMap((ref) =>
    ref.kind === 'boundary' ? (reading.boundaries.get(ref.id) ?? []) : [],
  );
  const tiers = new Set(moved.map(({ tier }) => tier));
  for (const other of reading.boundaries.values()) {
    if (!tiers.has(other.tier) || moving.has(`boundary:${other.id}`)) continue;
    for (const { tier, frame } of moved) {
      if (tier !== other.tier || other.frame === frame) continue;
      if (other.frame < frame) hold(other.frame + 1 - frame, Infinity);
      else hold(-Infinity, other.frame - 1 - frame);
    }
  }
  return Math.max(Math.min(0, least), Math.min(Math.max(0, most), wanted));
}

/** Moves them. Call it inside a gesture; those that are gone meanwhile are passed over. */
export function shiftMarks(
  labels: LabelsDoc,
  reading: TimelineReading,
  refs: readonly TimedRef[],
  delta: number,
): void {
  for (const ref of refs) {
    if (ref.kind === 'event') {
      const event = reading.events.get(ref.id);
      if (event) moveEvent(labels, ref.id, (event.frame + delta) as Frame);
    } else if (ref.kind === 'segment') {
      const segment = reading.segments.get(ref.id);
      if (segment)
        moveSegment(labels, ref.id, (segment.start + delta) as Frame, (segment.end + delta) as Frame);
    } else {
      const boundary = reading.boundaries.get(ref.id);
      if (boundary) moveBoundary(labels, ref.id, (boundary.frame + delta) as Frame);
    }
  }
}
