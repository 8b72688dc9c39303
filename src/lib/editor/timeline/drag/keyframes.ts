/** Moving keyframes of one or several tracks through time. None ever lands on another: it stops beside it. */
import { removeKeyframe, setKeyframe } from '#lib/doc/edit/track.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Picked } from '../../selection.ts';
import type { Lane } from '../lane.ts';
import { snap } from '../snap.ts';
import type { Drag, DragDesk, DragPoint } from './drag.ts';

/**
 * How far the picked keyframes may go: the wish, held within the video, and from there toward 0 until none of them
 * meets a keyframe that stays.
 */
export function freeShift(
  tracks: ReadonlyMap<TrackId, Track>,
  picked: Picked,
  wanted: number,
  count: number,
): number {
  const moving: { readonly frame: number; readonly fixed: ReadonlySet<number> }[] = [];
  for (const [id, frames] of picked) {
    const keyframes = tracks.get(id)?.keyframes ?? [];
    const fixed = new Set<number>(
      keyframes.filter(({ frame }) => !frames.has(frame)).map(({ frame }) => frame),
    );
    for (const frame of frames) moving.push({ frame, fixed });
  }
  const first = moving.reduce((least, { frame }) => Math.min(least, frame), Infinity);
  const last = moving.reduce((most, { frame }) => Math.max(most, frame), 0);
  let shift = Math.max(-first, Math.min(count - 1 - last, wanted));
  while (shift !== 0 && moving.some(({ frame, fixed }) => fixed.has(frame + shift)))
    shift -= Math.sign(shift);
  return shift;
}

export class KeyframesDrag implements Drag {
  readonly cursor = 'grabbing';
  readonly #desk: DragDesk;
  readonly #picked: Picked;
  readonly #grabbed: Frame;
  readonly #grabbedAt: number;
  readonly #onDrop: (moved: Picked) => void;
  #shift = 0;

  /** `grabbed` is the frame of the diamond under the pointer; `onDrop` hears where the keyframes are now. */
  constructor(
    desk: DragDesk,
    picked: Picked,
    grabbed: { readonly frame: Frame; readonly at: number },
    onDrop: (moved: Picked) => void,
  ) {
    this.#desk = desk;
    this.#picked = picked;
    this.#grabbed = grabbed.frame;
    this.#grabbedAt = grabbed.at;
    this.#onDrop = onDrop;
  }

  move({ at, free }: DragPoint): void {
    const { host, line, draft } = this.#desk;
    const own = (lane: Lane) => lane.kind === 'track' && this.#picked.has(lane.track.id);
    const to = snap(this.#grabbed + at - this.#grabbedAt, 'instant', this.#desk.snapField(free), own);
    const wanted = to.frame - this.#grabbed;
    this.#shift = freeShift(host.reading.tracks, this.#picked, wanted, host.playhead.count);
    line.set(this.#shift === wanted ? to.line : null);
    draft.set({ kind: 'keyframes', picked: this.#picked, delta: this.#shift });
  }

  drop(): void {
    this.#clear();
    const { host } = this.#desk;
    // Somebody may have set or removed keyframes meanwhile.
    const shift = freeShift(host.reading.tracks, this.#picked, this.#shift, host.playhead.count);
    const found = this.#found();
    const count = found.reduce((sum, { keyframes }) => sum + keyframes.length, 0);
    if (shift === 0 || count === 0) return;
    const refs = found.map(({ id }) => ({ kind: 'track', id }) as const);
    const [first] = refs;
    const caption =
      count === 1 && first ? `move keyframe of ${host.captionOf(first)}` : `move ${count} keyframes`;
    const frame = (this.#grabbed + shift) as Frame;
    host.act(caption, frame, refs, () => {
      for (const { id, keyframes } of found) {
        for (const keyframe of keyframes) removeKeyframe(host.options.labels, id, keyframe.frame);
        for (const { frame: at, shape, outside, occluded } of keyframes) {
          setKeyframe(host.options.labels, id, (at + shift) as Frame, { shape, outside, occluded });
        }
      }
    });
    const shifted = found.map(({ id, keyframes }) => {
      return [id, new Set(keyframes.map((keyframe) => (keyframe.frame + shift) as Frame))] as const;
    });
    this.#onDrop(new Map(shifted));
  }

  cancel(): void {
    this.#clear();
  }

  /** The picked keyframes that are still there. */
  #found(): { readonly id: TrackId; readonly keyframes: readonly Keyframe[] }[] {
    return [...this.#picked]
      .map(([id, frames]) => {
        const keyframes = this.#desk.host.reading.tracks.get(id)?.keyframes ?? [];
        return { id, keyframes: keyframes.filter(({ frame }) => frames.has(frame)) };
      })
      .filter(({ keyframes }) => keyframes.length > 0);
  }

  #clear(): void {
    this.#desk.line.set(null);
    this.#desk.draft.set(null);
  }
}
