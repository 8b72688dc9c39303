/** The hand on the timeline: presses become clicks or drags, moves without a press say what is under the pointer. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import type { Picked } from '../selection.ts';
import { BoundaryDrag } from './drag/boundary.ts';
import type { Drag, DragPoint } from './drag/drag.ts';
import { EventDrag } from './drag/event.ts';
import { KeyframesDrag } from './drag/keyframes.ts';
import { MarkDrag } from './drag/mark.ts';
import { MarksDrag } from './drag/marks.ts';
import { MarqueeDrag } from './drag/marquee.ts';
import { ScrubDrag } from './drag/scrub.ts';
import { SegmentDrag } from './drag/segment.ts';
import { timedRefs, type TimedRef } from '../deeds/shift.ts';
import { cursorOf } from './cursor.ts';
import { hitAt, hitKey, refOf, type Hit } from './hit.ts';
import { laneKeyOf } from './lane-display.ts';
import type { Timeline } from './timeline.ts';

/** A pointer in CSS pixels of the canvas. `more`: Shift, Ctrl or ⌘; `free`: Alt. */
export type TimelinePointerInput = {
  readonly x: number;
  readonly y: number;
  readonly more: boolean;
  readonly free: boolean;
};

/** Pixels a pressed pointer may tremble and still be a click. */
const TREMBLE = 3;
/** Share of the window per second and pixel outside, when a drag is held beyond the edge. */
const AUTOPAN = 0.012;

type Press = {
  readonly hit: Hit;
  readonly at: TimelinePointerInput;
  readonly frameAt: number;
  drag: Drag | null;
};

export class TimelinePointer {
  readonly #timeline: Timeline;
  readonly #hover = new Cell<Hit | null>(null);
  readonly #cursor = new Cell('default');
  #press: Press | null = null;
  #last: TimelinePointerInput | null = null;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  get hover(): Readable<Hit | null> {
    return this.#hover;
  }

  get cursor(): Readable<string> {
    return this.#cursor;
  }

  /** Where the pointer was last; null while it is elsewhere. */
  get at(): TimelinePointerInput | null {
    return this.#last;
  }

  /** The position in frames under it. */
  get frameUnder(): number {
    return this.#frameAt(this.#last?.x ?? 0);
  }

  get dragging(): boolean {
    return this.#press?.drag != null;
  }

  down(at: TimelinePointerInput): void {
    this.cancel();
    const hit = hitAt(this.#timeline.scene, at.x, at.y);
    this.#press = { hit, at, frameAt: this.#frameAt(at.x), drag: null };
    this.#last = at;
    if (hit.kind === 'ruler' || hit.kind === 'playhead' || (hit.kind === 'empty' && !at.more))
      this.#begin(at);
    else this.#select(hit, at.more);
  }

  move(at: TimelinePointerInput): void {
    this.#last = at;
    const press = this.#press;
    if (!press) {
      this.#point(at);
      return;
    }
    if (press.drag) press.drag.move(this.#dragPoint(at));
    else if (Math.hypot(at.x - press.at.x, at.y - press.at.y) > TREMBLE) this.#begin(at);
  }

  up(at: TimelinePointerInput): void {
    const press = this.#press;
    this.#press = null;
    if (press?.drag) press.drag.drop();
    else if (press) this.#click(press.hit, press.at.more);
    this.#point(at);
  }

  leave(): void {
    if (this.#press) return;
    this.#last = null;
    this.#setHover(null);
  }

  /** Something has moved under a pointer that rests. */
  refresh(): void {
    if (!this.#press && this.#last) this.#point(this.#last);
  }

  /** Ends a press without effect: Esc, or the pointer was taken away. True when there was a drag to end. */
  cancel(): boolean {
    const drag = this.#press?.drag;
    this.#press = null;
    drag?.cancel();
    if (this.#last) this.#point(this.#last);
    return drag != null;
  }

  /** A double click: to the start of a segment, of a stretch of a track, or of what a comment is about. */
  doubleClick({ x, y }: TimelinePointerInput): void {
    const hit = hitAt(this.#timeline.scene, x, y);
    if (hit.kind === 'segment') this.#seek(hit.segment.start);
    else if (hit.kind === 'bar') this.#seek(hit.start);
  }

  /** The mark under a point; undefined where there is none. */
  refAt({ x, y }: TimelinePointerInput): AnnotationRef | undefined {
    return refOf(hitAt(this.#timeline.scene, x, y));
  }

  /** To be called each animation frame while a button is down: a drag held outside moves the window along. */
  tick(elapsedMs: number): void {
    const { host, pane } = this.#timeline;
    const drag = this.#press?.drag;
    if (!drag || !this.#last || drag instanceof MarqueeDrag) return;
    const { x } = this.#last;
    const outside = x < 0 ? x : x > pane.width ? x - pane.width : 0;
    if (outside === 0) return;
    const before = host.timeline.window.value;
    host.timeline.pan(
      (host.timeline.span * AUTOPAN * Math.max(-120, Math.min(120, outside)) * elapsedMs) / 1000,
    );
    if (host.timeline.window.value !== before) drag.move(this.#dragPoint(this.#last));
  }

  #begin(at: TimelinePointerInput): void {
    const press = this.#press;
    if (!press) return;
    press.drag = this.#dragOf(press);
    this.#cursor.set(press.drag.cursor);
    press.drag.move(this.#dragPoint(at));
  }

  /** What a hand may not or cannot drag, it scrubs. */
  #dragOf({ hit, at, frameAt }: Press): Drag {
    const timeline = this.#timeline;
    const { host, desk } = timeline;
    if (hit.kind === 'mark') return new MarkDrag(desk, hit.which);
    if (at.more && (hit.kind === 'empty' || hit.kind === 'bar')) {
      const from = { at: frameAt, y: this.#rowsY(at.y) };
      return new MarqueeDrag(
        desk,
        () => timeline.lanes,
        from,
        (picked, marks) => this.#pick(picked, marks),
      );
    }
    if (!host.canEdit.value || this.#isLocked(hit)) return new ScrubDrag(host);
    const several = this.#several(hit);
    if (several) return new MarksDrag(desk, several.refs, { start: several.start, at: frameAt });
    return this.#markDrag(hit, frameAt);
  }

  #markDrag(hit: Hit, frameAt: number): Drag {
    const timeline = this.#timeline;
    const { host, desk } = timeline;
    switch (hit.kind) {
      case 'diamond': {
        if (hit.crowded) return new ScrubDrag(host);
        const grabbed = { frame: hit.frame, at: frameAt };
        return new KeyframesDrag(desk, timeline.picked.value, grabbed, (moved) => timeline.picked.set(moved));
      }
      case 'segment': {
        const { ref, start, end } = hit.segment;
        if (ref.kind === 'boundary') return new ScrubDrag(host);
        return new SegmentDrag(desk, { id: ref.id, start, end }, hit.part, frameAt);
      }
      case 'boundary':
        return new BoundaryDrag(desk, hit.lane, hit.id, frameAt);
      case 'event':
        return new EventDrag(desk, hit, frameAt);
      case 'ruler':
      case 'empty':
      case 'playhead':
      case 'mark':
      case 'bar':
      case 'comment':
        return new ScrubDrag(host);
    }
  }

  /**
   * On pressing: what is under the pointer becomes the selection, so that a drag moves what is selected; one of several
   * that are selected leaves them so, until it turns out to be a click.
   */
  #select(hit: Hit, more: boolean): void {
    const { picked, host } = this.#timeline;
    if (hit.kind === 'diamond') {
      const already = picked.value.get(hit.lane.track.id)?.has(hit.frame) ?? false;
      if (!host.selection.has(hit.lane.ref)) this.#choose(hit.lane.ref, more);
      if (more) this.#togglePicked(hit.lane.ref, hit.frame);
      else if (!already) picked.set(new Map([[hit.lane.track.id, new Set([hit.frame])]]));
      return;
    }
    const ref = refOf(hit);
    if (!more && this.#several(hit)) return;
    picked.set(new Map());
    if (ref) this.#choose(ref, more);
  }

  #choose(ref: AnnotationRef, more: boolean): void {
    const { selection } = this.#timeline.host;
    if (more) selection.toggle(ref);
    else selection.set([ref]);
  }

  #togglePicked(ref: AnnotationRef & { readonly kind: 'track' }, frame: Frame): void {
    const { picked } = this.#timeline;
    const next = new Map(picked.value);
    const frames = new Set(next.get(ref.id));
    if (!frames.delete(frame)) frames.add(frame);
    if (frames.size > 0) next.set(ref.id, frames);
    else next.delete(ref.id);
    picked.set(next);
  }

  #pick(picked: Picked, marks: readonly AnnotationRef[]): void {
    const refs = [...[...picked.keys()].map((id) => ({ kind: 'track', id }) as const), ...marks];
    if (refs.length > 0) this.#timeline.host.selection.set(refs);
    this.#timeline.picked.set(picked);
  }

  /** Whether what is under the pointer lies on a row that this hand is kept off. */
  #isLocked(hit: Hit): boolean {
    const { reading, lanes } = this.#timeline.host;
    const ref = refOf(hit);
    return ref !== undefined && lanes.has('locked', laneKeyOf(reading, ref) ?? '');
  }

  /** What is moved together where the body of one of several selected marks is taken hold of. */
  #several(hit: Hit): { readonly refs: readonly TimedRef[]; readonly start: Frame } | undefined {
    const refs = timedRefs(this.#timeline.host.selection.refs.value);
    const ref = refOf(hit);
    if (!ref || refs.length < 2 || !refs.some((one) => refKey(one) === refKey(ref))) return undefined;
    if (hit.kind === 'event') return { refs, start: hit.frame };
    return hit.kind === 'segment' && hit.part === 'body' ? { refs, start: hit.segment.start } : undefined;
  }

  /** A press that did not become a drag. */
  #click(hit: Hit, more: boolean): void {
    const ref = refOf(hit);
    if (ref && !more && this.#several(hit)) this.#choose(ref, false);
    if (hit.kind === 'diamond' || hit.kind === 'event') this.#seek(hit.frame);
    if (hit.kind === 'comment') {
      const { host } = this.#timeline;
      const comment = host.comments.comments.get(hit.id);
      if (comment) host.readThread(comment);
    }
    if (hit.kind === 'mark') {
      const frame = this.#timeline.host.marks[hit.which].value;
      if (frame !== null) this.#seek(frame);
    }
  }

  #seek(frame: Frame): void {
    const { playhead } = this.#timeline.host;
    playhead.seek(clampFrame(frame, playhead.count));
  }

  #point({ x, y }: TimelinePointerInput): void {
    const { pane, scene, host } = this.#timeline;
    const inside = x >= 0 && y >= 0 && x < pane.width && y < pane.height;
    const hit = inside ? hitAt(scene, x, y) : null;
    this.#setHover(hit);
    this.#cursor.set(hit ? cursorOf(hit, host.canEdit.value) : 'default');
  }

  #setHover(hit: Hit | null): void {
    if (!sameHit(hit, this.#hover.value)) this.#hover.set(hit);
  }

  /** Beyond the canvas a drag holds at its edge; `tick` moves on from there. */
  #dragPoint({ x, y, free }: TimelinePointerInput): DragPoint {
    const { width } = this.#timeline.pane;
    return { at: this.#frameAt(Math.max(0, Math.min(width, x))), y: this.#rowsY(y), free };
  }

  #frameAt(x: number): number {
    return this.#timeline.host.timeline.xToFrame(x, this.#timeline.pane.width);
  }

  #rowsY(y: number): number {
    return y - this.#timeline.pane.head + this.#timeline.host.timeline.top.value;
  }
}

/** Whether two hits light up the same thing. */
function sameHit(a: Hit | null, b: Hit | null): boolean {
  return a === b || (a !== null && b !== null && hitKey(a) === hitKey(b));
}
