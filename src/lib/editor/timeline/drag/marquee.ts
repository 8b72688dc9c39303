/** Picking keyframes, segments, phases and events with a frame drawn around them. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Picked } from '../../selection.ts';
import type { Corner } from '../draft.ts';
import { firstKeyframeFrom } from '../keyframe-range.ts';
import { ROW, type Lanes } from '../lane.ts';
import { between } from '../sorted.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

/** Keyframes whose diamond's middle lies within the rectangle between two corners. */
export function keyframesWithin(lanes: Lanes, a: Corner, b: Corner): Picked {
  const [left, right] = [Math.min(a.at, b.at) - 0.5, Math.max(a.at, b.at) - 0.5];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  const picked = new Map<TrackId, ReadonlySet<Frame>>();
  for (const lane of lanes.between(top, bottom + 1)) {
    const middle = lane.y + ROW / 2;
    if (lane.kind !== 'track' || middle < top || middle > bottom) continue;
    const { keyframes } = lane.track;
    const frames = new Set<Frame>();
    for (let index = firstKeyframeFrom(keyframes, left); index < keyframes.length; index++) {
      const frame = keyframes[index]?.frame;
      if (frame === undefined || frame > right) break;
      frames.add(frame);
    }
    if (frames.size > 0) picked.set(lane.track.id, frames);
  }
  return picked;
}

/** Segments, phases and events that meet the rectangle between two corners. */
export function marksWithin(lanes: Lanes, a: Corner, b: Corner): readonly AnnotationRef[] {
  const [left, right] = [Math.min(a.at, b.at), Math.max(a.at, b.at)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return lanes.between(top, bottom + 1).flatMap((lane): AnnotationRef[] => {
    if (lane.kind === 'events') {
      const middle = lane.y + ROW / 2;
      if (middle < top || middle > bottom) return [];
      return lane.events
        .filter(({ frame }) => frame + 0.5 >= left && frame + 0.5 <= right)
        .map(({ id }) => ({ kind: 'event', id }));
    }
    if (lane.kind !== 'tier') return [];
    const rows = lane.rows.filter((_, row) => lane.y + (row + 1) * ROW > top && lane.y + row * ROW < bottom);
    return rows.flatMap((row) =>
      between(
        row,
        ({ end }) => end > left,
        ({ start }) => start >= right,
      ).map(({ ref }) => ref),
    );
  });
}

export class MarqueeDrag implements Drag {
  readonly cursor = 'crosshair';
  readonly #desk: DragDesk;
  readonly #lanes: () => Lanes;
  readonly #from: Corner;
  readonly #pick: (picked: Picked, marks: readonly AnnotationRef[]) => void;
  #to: Corner;

  constructor(
    desk: DragDesk,
    lanes: () => Lanes,
    from: Corner,
    pick: (picked: Picked, marks: readonly AnnotationRef[]) => void,
  ) {
    this.#desk = desk;
    this.#lanes = lanes;
    this.#from = from;
    this.#to = from;
    this.#pick = pick;
  }

  move({ at, y }: DragPoint): void {
    this.#to = { at, y };
    this.#desk.draft.set({ kind: 'marquee', from: this.#from, to: this.#to });
  }

  drop(): void {
    this.#desk.draft.set(null);
    const lanes = this.#lanes();
    this.#pick(keyframesWithin(lanes, this.#from, this.#to), marksWithin(lanes, this.#from, this.#to));
  }

  cancel(): void {
    this.#desk.draft.set(null);
  }
}
