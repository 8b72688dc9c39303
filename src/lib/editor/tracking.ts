/**
 * An object is followed through the pictures from where it stands, forwards or backwards, until a keyframe that a hand
 * has set, the mark of a range, the end of the video, or where it is lost. It can be ended at any time, keeping or
 * throwing away what has come; only what is kept reaches the document, as one gesture.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { TrackId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { opsOf, type Shape } from '#lib/model/shape.ts';
import { carried } from '#lib/model/shapes/carried.ts';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import type { Placed } from '#lib/model/thinned-keyframes.ts';
import type { Frame } from '#lib/model/time.ts';
import { keepTracked, trackingLimit, type Direction } from './deeds/tracked.ts';
import { trackRef } from './deeds/track.ts';
import type { Editor } from './editor.ts';

export type TrackingRun = {
  readonly id: TrackId;
  readonly direction: Direction;
  readonly first: Frame;
  /** It goes no further than this. */
  readonly limit: Frame;
  /** How far it is, and how sure. */
  readonly at: Frame;
  readonly confidence: number;
  readonly shape: Shape;
};

/** Below this it is taken to be lost. */
const LOST = 0.3;
/** What is smaller has nothing to be known again by, in image pixels. */
const LEAST_PX = 4;

export class Tracking {
  readonly #editor: Editor;
  readonly #run = new Cell<TrackingRun | null>(null);
  #placed: Placed[] = [];
  #leave: AbortController | null = null;
  /** The frame last brought onto the screen; null: the hand has gone elsewhere, and is left alone. */
  #led: Frame | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** null while nothing is followed. */
  get run(): Readable<TrackingRun | null> {
    return this.#run;
  }

  /** Where it was found on a frame that has come; undefined on others. */
  shapeAt(frame: Frame): Shape | undefined {
    const run = this.#run.value;
    const placed = run && this.#placed[(frame - run.first) * run.direction - 1];
    return placed?.frame === frame ? placed.shape : undefined;
  }

  /** Whether it makes sense now: one object is selected, is there, and may be changed. */
  get can(): boolean {
    const { canEdit, selection, options } = this.#editor;
    const [ref, ...others] = selection.refs.value;
    return canEdit.value && options.tracker !== undefined && ref?.kind === 'track' && others.length === 0;
  }

  /** Begins from the shown frame; says why where it cannot. */
  start(direction: Direction): void {
    const { selection, options, playhead } = this.#editor;
    const ref = selection.first;
    if (this.#run.value || ref?.kind !== 'track' || !options.tracker) return;
    playhead.pause();
    const first = playhead.shown.value;
    const shape = this.#editor.shownState(ref.id)?.shape;
    if (!shape) return this.#warn('The object is not there at this frame.');
    if (!this.#editor.mayEdit() || !this.#editor.mayChange([ref])) return;
    const rect = boundsSeen(shape, this.#editor.viewport.aspect);
    if (rect.w < LEAST_PX || rect.h < LEAST_PX) return this.#warn('It is too small to be tracked.');
    const limit = trackingLimit(this.#editor, ref.id, first, direction);
    if (limit === first)
      return this.#warn('There is nothing to track: the next frame is set by hand, or there is none.');
    this.#placed = [];
    this.#led = first;
    this.#leave = new AbortController();
    this.#run.set({ id: ref.id, direction, first, limit, at: first, confidence: 1, shape });
    void this.#follow(shape, this.#leave.signal);
  }

  /** Ends it here. */
  stop(keep: boolean): void {
    if (!this.#run.value) return;
    this.#leave?.abort();
    if (keep) this.#keep(null);
    else this.#editor.say('Threw away what was tracked.');
    this.#end();
  }

  destroy(): void {
    this.#leave?.abort();
    this.#end();
  }

  async #follow(start: Shape, signal: AbortSignal): Promise<void> {
    const { tracker } = this.#editor.options;
    const run = this.#run.value;
    if (!run || !tracker) return;
    let lost: Frame | null = null;
    try {
      const { aspect } = this.#editor.viewport;
      const request = { rect: boundsSeen(start, aspect), aspect, from: run.first, to: run.limit };
      for await (const { frame, pose, confidence } of tracker.track(request, signal)) {
        if (signal.aborted) return;
        if (confidence < LOST) {
          lost = frame;
          break;
        }
        const shape = carried(start, pose, aspect);
        if (opsOf(shape.kind).fromNumbers(opsOf(shape.kind).toNumbers(shape)) === undefined) {
          lost = frame;
          break;
        }
        this.#placed.push({ frame, shape });
        this.#run.set({ ...run, at: frame, confidence, shape });
        this.#lead(frame);
      }
    } catch (thrown) {
      if (signal.aborted) return;
      if (!(thrown instanceof Refusal)) {
        this.#end();
        throw thrown;
      }
      this.#warn(`${thrown.problem.sentence} ${thrown.problem.next}`);
    }
    this.#keep(lost);
    this.#end();
  }

  /** Brings what is tracked onto the screen, picture by picture as they come, unless the hand has gone elsewhere. */
  #lead(frame: Frame): void {
    const { playhead } = this.#editor;
    if (this.#led === null || playhead.target.value !== this.#led) this.#led = null;
    else if (playhead.shown.value === this.#led) playhead.seek((this.#led = frame));
  }

  #keep(lost: Frame | null): void {
    const run = this.#run.value;
    const last = this.#placed.at(-1)?.frame;
    if (!run || last === undefined) {
      if (lost !== null) this.#warn('It cannot be told from what is round it: nothing was tracked.');
      return;
    }
    const { playhead } = this.#editor;
    const name = this.#editor.captionOf(trackRef(run.id));
    const kept = keepTracked(this.#editor, run, this.#placed);
    if (!kept) return;
    if (this.#led !== null) playhead.seek(last);
    const done = `${name}: ${counted(kept.frames, 'frame')} tracked, ${counted(kept.keyframes, 'keyframe')}.`;
    if (lost === null) this.#editor.say(done, 'info', true);
    else this.#editor.say(`${done} Lost at frame ${lost}: look at the last ones.`, 'warn', true);
  }

  #warn(text: string): void {
    this.#editor.say(text, 'warn');
  }

  #end(): void {
    this.#leave = null;
    this.#placed = [];
    this.#run.set(null);
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
