/**
 * What part of the video and which rows the timeline shows. Positions are in frames as floats: frame n lies on
 * [n, n + 1), so an edge between frames is a whole number and the middle of frame n is n + 0.5.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';

/** Half-open, in frames; at least one frame wide, never beyond the video. */
export type FrameWindow = { readonly start: number; readonly end: number };
/** What the ruler counts in. */
export type RulerUnit = 'time' | 'frames';

/** Share of the window that stays in sight when playback turns the page. */
const PAGE_LEAD = 0.06;

export class TimelineView {
  /** Frames in the video. */
  readonly count: number;
  readonly #window: Cell<FrameWindow>;
  readonly #top = new Cell(0);
  readonly unit = new Cell<RulerUnit>('time');

  constructor(options: { readonly count: number }) {
    this.count = Math.max(1, options.count);
    this.#window = new Cell<FrameWindow>({ start: 0, end: this.count });
  }

  get window(): Readable<FrameWindow> {
    return this.#window;
  }

  /** How far the rows are scrolled, in pixels. */
  get top(): Readable<number> {
    return this.#top;
  }

  /** Frames across the width. */
  get span(): number {
    return this.#window.value.end - this.#window.value.start;
  }

  get isFit(): boolean {
    return this.span === this.count;
  }

  /** Shows [start, end), made to fit the bounds: the span is kept where it can be. */
  show(start: number, end: number): void {
    const span = Math.min(this.count, Math.max(1, end - start));
    const from = Math.min(this.count - span, Math.max(0, start));
    const now = this.#window.value;
    if (now.start === from && now.end === from + span) return;
    this.#window.set({ start: from, end: from + span });
  }

  /** The whole video. */
  fit(): void {
    this.show(0, this.count);
  }

  /** `factor` > 1 brings nearer; what lies at `at` (frames) stays where it is on the screen. */
  zoomAt(at: number, factor: number): void {
    const { start, end } = this.#window.value;
    const span = Math.min(this.count, Math.max(1, (end - start) / factor));
    const share = (at - start) / (end - start);
    const from = at - share * span;
    this.show(from, from + span);
  }

  /** Zooms about a place where it is in sight, else about the middle of the window. */
  zoomAround(at: number, factor: number): void {
    const { start, end } = this.#window.value;
    this.zoomAt(at >= start && at <= end ? at : (start + end) / 2, factor);
  }

  /** Moves the window by a number of frames; it stops at the ends of the video. */
  pan(frames: number): void {
    const { start, end } = this.#window.value;
    this.show(start + frames, end + frames);
  }

  /**
   * While playing, from frame `was` to `frame`: turns the page when the playhead leaves the window, forwards or
   * backwards. A person who has looked elsewhere meanwhile is left there.
   */
  follow(frame: number, was: number): void {
    const { start, end } = this.#window.value;
    if (was + 1 <= start || was >= end) return;
    const span = end - start;
    if (frame + 1 > end) this.show(frame - span * PAGE_LEAD, frame + span * (1 - PAGE_LEAD));
    else if (frame < start) this.show(frame - span * (1 - PAGE_LEAD), frame + span * PAGE_LEAD);
  }

  /** After a jump: a frame out of sight comes to the middle; a near one moves the window just as far as needed. */
  reveal(frame: number): void {
    const { start, end } = this.#window.value;
    const span = end - start;
    const beyond = frame < start ? start - frame : frame + 1 > end ? frame + 1 - end : 0;
    if (beyond === 0) return;
    if (beyond > span * 0.25) this.show(frame + 0.5 - span / 2, frame + 0.5 + span / 2);
    else this.pan(frame < start ? -beyond : beyond);
  }

  /** Pixel of a position in frames, on a canvas `width` pixels wide. */
  frameToX(at: number, width: number): number {
    const { start, end } = this.#window.value;
    return ((at - start) * width) / (end - start);
  }

  /** Position in frames (a float, not clamped) under a pixel. */
  xToFrame(x: number, width: number): number {
    const { start, end } = this.#window.value;
    return start + (x * (end - start)) / Math.max(1, width);
  }

  /** Scrolls the rows to `top` pixels; `contentHeight` and `paneHeight` set the end. */
  scrollTo(top: number, contentHeight: number, paneHeight: number): void {
    this.#top.set(Math.max(0, Math.min(Math.max(0, contentHeight - paneHeight), Math.round(top))));
  }

  /** Scrolls just as far as needed to show the row from `y` to `y + height` (content pixels). */
  revealRow(y: number, height: number, contentHeight: number, paneHeight: number): void {
    const top = this.#top.value;
    if (y < top) this.scrollTo(y, contentHeight, paneHeight);
    else if (y + height > top + paneHeight) this.scrollTo(y + height - paneHeight, contentHeight, paneHeight);
  }
}
