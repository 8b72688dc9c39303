/** Where a dragged edge, flag or diamond comes to rest: on the playhead, on a keyframe, on another edge. */
import { clampFrame } from '#lib/model/time.ts';
import { nearestKeyframe } from './keyframe-range.ts';
import type { Lane } from './lane.ts';
import { between } from './sorted.ts';

/** How near (pixels) something must be to draw a drag to itself. */
export const SNAP_REACH = 6;

export type SnapField = {
  readonly playhead: number;
  readonly marks: { readonly in: number | null; readonly out: number | null };
  /** Only lanes in sight draw: what one cannot see must not hold one's hand. */
  readonly lanes: readonly Lane[];
  readonly count: number;
  /** Frames that SNAP_REACH is wide. */
  readonly reach: number;
};
/** `start`: the first frame of something · `end`: the first frame after it · `instant`: one frame. */
export type SnapRole = 'start' | 'end' | 'instant';

/** The frame a drag wants (a float) as a frame; `line` is where to draw what it was drawn to, null for free. */
export type Snapped = { readonly frame: number; readonly line: number | null };

/**
 * Snaps `wanted` unless nothing is near. `own` says which places of a lane are the dragged thing's own, which do
 * not count. The result is a whole number from 0 to `count` (an `end` may be `count`).
 */
export function snap(
  wanted: number,
  role: SnapRole,
  field: SnapField,
  own: (lane: Lane, frame: number) => boolean,
): Snapped {
  let best: { frame: number; distance: number } | undefined;
  const offer = (frame: number) => {
    const distance = Math.abs(frame - wanted);
    if (distance <= field.reach && (!best || distance < best.distance)) best = { frame, distance };
  };
  // A frame is drawn to as an instant; an end lies behind the frame it still holds.
  const instant = role === 'end' ? 1 : 0;
  offer(field.playhead + instant);
  if (field.marks.in !== null) offer(field.marks.in);
  if (field.marks.out !== null) offer(field.marks.out + (role === 'instant' ? 0 : 1));
  for (const lane of field.lanes) {
    for (const frame of placesNear(lane, wanted, instant, field.reach)) if (!own(lane, frame)) offer(frame);
  }
  const free =
    role === 'end' ? Math.max(0, Math.min(field.count, Math.round(wanted))) : clampFrame(wanted, field.count);
  if (!best || (role !== 'end' && best.frame >= field.count)) return { frame: free, line: null };
  const line = role === 'instant' ? best.frame + 0.5 : best.frame;
  return { frame: best.frame, line };
}

/** Places of a lane within reach; looks at no others. */
function placesNear(lane: Lane, wanted: number, instant: number, reach: number): readonly number[] {
  switch (lane.kind) {
    case 'comments':
    case 'group':
      return [];
    case 'said':
      return lane.stretches.flatMap(({ start, end }) => [start, end]);
    case 'tier':
      return lane.rows.flatMap((row) =>
        between(
          row,
          ({ end }) => end >= wanted - reach,
          ({ start }) => start > wanted + reach,
        ).flatMap(({ start, end }) => [start, end]),
      );
    case 'events':
      return between(
        lane.events,
        ({ frame }) => frame + instant >= wanted - reach,
        ({ frame }) => frame + instant > wanted + reach,
      ).map(({ frame }) => frame + instant);
    case 'track': {
      const nearest = nearestKeyframe(lane.track.keyframes, wanted - instant);
      return nearest ? [nearest.frame + instant] : [];
    }
  }
}
