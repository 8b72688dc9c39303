/**
 * A person at the timeline of a real editor: `hand.press(frame, 'events').drag(12).release()`. The video has 100 frames
 * and the canvas is 1000 pixels wide, so that a frame is 10 pixels; the ruler is 26 pixels high.
 */
import { setKeyframe, addTrack } from '#lib/doc/edit/track.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { markPhase } from '#lib/doc/edit/phase.ts';
import { addSegment } from '#lib/doc/edit/segment.ts';
import { TimelinePointer } from '#lib/editor/timeline/pointer.ts';
import { Timeline } from '#lib/editor/timeline/timeline.ts';
import { ROW, type Lane } from '#lib/editor/timeline/lane.ts';
import type { BoundaryId, EventId, LabelId, SegmentId, TierId, TrackId } from '#lib/model/id.ts';
import type { Role } from '#lib/model/role.ts';
import type { Frame } from '#lib/model/time.ts';
import { FORCEPS, HandAtWork } from './hand-at-work.ts';

export const HEAD = 26;
const BOX = { kind: 'box', x: 1, y: 2, w: 30, h: 40 } as const;

type How = { readonly more?: boolean; readonly free?: boolean };

export class TimelineHand {
  readonly work: HandAtWork;
  readonly timeline: Timeline;
  readonly pointer: TimelinePointer;
  #at = { x: 0, y: 0 };

  constructor(options: { role?: Role; work?: HandAtWork } = {}) {
    this.work = options.work ?? new HandAtWork(options.role ? { role: options.role } : {});
    this.timeline = new Timeline(this.work.editor);
    this.timeline.setPane({ width: 1000, height: 400, head: HEAD });
    this.pointer = new TimelinePointer(this.timeline);
  }

  /** A track with keyframes at these frames; a minus sign makes the object leave there. */
  track(frames: readonly number[], label: LabelId = FORCEPS): TrackId {
    const { hand, options } = this.work.editor;
    const value = (frame: number) => ({ shape: BOX, outside: frame < 0, occluded: false });
    let made: TrackId | undefined;
    hand.transact({ caption: 'draw', frame: null, refs: [] }, () => {
      const [first = 0, ...rest] = frames;
      made = addTrack(options.labels, { label, kind: 'box' }, first as Frame, value(first));
      for (const frame of rest) setKeyframe(options.labels, made, Math.abs(frame) as Frame, value(frame));
    });
    if (!made) throw new Error('No track was made.');
    return made;
  }

  segment(start: number, end: number): SegmentId {
    const label = 'bleed' as LabelId;
    const tier = 'finding' as TierId;
    return this.#make(() =>
      addSegment(this.work.editor.options.labels, { tier, label, start: start as Frame, end: end as Frame }),
    );
  }

  phase(start: number, end: number, label: string | null): BoundaryId {
    return this.#make(() =>
      markPhase(this.work.editor.options.labels, {
        tier: 'phase' as TierId,
        start: start as Frame,
        end: end as Frame,
        label: label as LabelId | null,
        count: 100,
      }),
    );
  }

  event(frame: number): EventId {
    return this.#make(() =>
      addEvent(this.work.editor.options.labels, { label: 'clip' as LabelId, frame: frame as Frame }),
    );
  }

  #make<T>(run: () => T): T {
    const made: T[] = [];
    this.work.editor.hand.transact({ caption: 'make', frame: null, refs: [] }, () => made.push(run()));
    return made[0] as T;
  }

  lane(key: string): Lane {
    const lane = this.timeline.lanes.get(key);
    if (!lane) throw new Error(`There is no lane ${key}.`);
    return lane;
  }

  /** `at` is a position in frames: 10.5 is the middle of frame 10. `lane` is a lane's key, or `ruler`. */
  press(at: number, lane: string, how: How & { row?: number } = {}): this {
    const y = lane === 'ruler' ? 10 : HEAD + this.lane(lane).y + ROW * (how.row ?? 0) + ROW / 2;
    this.#at = { x: at * 10, y };
    this.pointer.move(this.#input(how));
    this.pointer.down(this.#input(how));
    return this;
  }

  /** Moves by so many frames, with the button held. */
  drag(frames: number, how: How = {}): this {
    const { x } = this.#at;
    for (const t of [0.4, 1]) {
      this.#at = { ...this.#at, x: x + frames * 10 * t };
      this.pointer.move(this.#input(how));
    }
    return this;
  }

  release(how: How = {}): this {
    this.pointer.up(this.#input(how));
    return this;
  }

  click(at: number, lane: string, how: How = {}): this {
    return this.press(at, lane, how).release(how);
  }

  #input({ more = false, free = false }: How) {
    return { ...this.#at, more, free };
  }
}
