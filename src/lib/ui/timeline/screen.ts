/**
 * Paints the timeline's three canvases: rows, what moves over them, and the minimap. Each follows only what it shows
 * and is painted at most once per animation frame: a moving playhead never repaints the rows.
 */
import type { Editor } from '#lib/editor/editor.ts';
import { shifted } from '#lib/editor/timeline/draft.ts';
import type { TimelinePointer } from '#lib/editor/timeline/pointer.ts';
import { runningBars, type RunningBar } from '#lib/editor/timeline/running.ts';
import { ticksOf, type Tick } from '#lib/editor/timeline/ticks.ts';
import type { Timeline } from '#lib/editor/timeline/timeline.ts';
import type { Waveform } from '#lib/media/waveform.ts';
import { refKey } from '#lib/model/annotation.ts';
import { formatTimeMs } from '#lib/model/time.ts';
import { dragCaption } from './drag-caption.ts';
import { paintOverview, paintWindow } from './paint/minimap.ts';
import {
  paintDragCaption,
  paintMarquee,
  flagOf,
  paintOthers,
  paintPlayhead,
  paintSnapLine,
} from './paint/playhead.ts';
import { paintGround, paintLanes, type RowsLook } from './paint/rows.ts';
import { paintGrid, paintLoop, paintMarkedRows, paintMarks, paintRuler } from './paint/ruler.ts';
import { paintRunning } from './paint/running.ts';
import type { Surface } from './paint/surface.ts';
import { RULER, STRIP, theme, WAVE } from './paint/theme.ts';
import { paintThumbnails, type Sprite } from './paint/thumbnails.ts';
import { paintWaveform } from './paint/waveform.ts';

type Layer = 'rows' | 'over' | 'mini';
type Follow = {
  readonly subscribe: (listener: () => void) => () => void;
};

export type ScreenParts = {
  readonly editor: Editor;
  readonly timeline: Timeline;
  readonly pointer: TimelinePointer;
  readonly canvases: Readonly<Record<Layer, HTMLCanvasElement>>;
  /** CSS font family of the captions. */
  readonly family: string;
  /** Whether there are strips of thumbnails and of sound, loaded or not yet. */
  readonly strip: boolean;
  readonly sound: boolean;
};

export class TimelineScreen {
  readonly #parts: ScreenParts;
  readonly #contexts: Readonly<Record<Layer, CanvasRenderingContext2D>>;
  readonly #dirty = new Set<Layer>();
  readonly #stops: (() => void)[];
  #frame = 0;
  #lastMs = 0;
  #ratio = 1;
  #mini = { width: 1, height: 1, pointed: false };
  #overview: OffscreenCanvas | null = null;
  #sprite: Sprite | null = null;
  #waveform: Waveform | null = null;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
    const { rows, over, mini } = parts.canvases;
    this.#contexts = {
      rows: contextOf(rows, false),
      over: contextOf(over, true),
      mini: contextOf(mini, false),
    };
    const { editor, timeline, pointer } = parts;
    const { window, top, unit } = editor.timeline;
    const follow = (layers: readonly Layer[], sources: readonly Follow[]) =>
      sources.map((source) => source.subscribe(() => this.invalidate(...layers)));
    this.#stops = [
      ...follow(['rows', 'over', 'mini'], [window, timeline.stale]),
      ...follow(['rows', 'over'], [timeline.draft, unit, top]),
      ...follow(
        ['rows'],
        [timeline.picked, editor.selection.refs, pointer.hover, editor.marks.in, editor.marks.out],
      ),
      ...follow(['rows'], [editor.scene.hidden, editor.scene.allHidden, editor.options.player.state]),
      ...follow(
        ['rows'],
        [editor.playhead.loop.range, editor.lanes.flagged('muted'), editor.lanes.flagged('solo')],
      ),
      ...follow(['over'], [editor.others, timeline.line, editor.liveMarks.running]),
      ...follow(['over', 'mini'], [editor.playhead.shown]),
      timeline.stale.subscribe(() => (this.#overview = null)),
    ];
  }

  /** Sizes in CSS pixels; `ratio` is the device's pixels per CSS pixel. */
  resize(
    pane: { width: number; height: number },
    mini: { width: number; height: number },
    ratio: number,
  ): void {
    const { canvases, timeline, strip, sound } = this.#parts;
    this.#ratio = ratio;
    for (const layer of ['rows', 'over'] as const) setSize(canvases[layer], pane.width, pane.height, ratio);
    setSize(canvases.mini, mini.width, mini.height, ratio);
    this.#mini = { ...this.#mini, ...mini };
    this.#overview = null;
    timeline.setPane({ ...pane, head: headHeight(strip, sound) });
    this.invalidate('rows', 'over', 'mini');
  }

  setSprite(sprite: Sprite | null): void {
    this.#sprite = sprite;
    this.invalidate('rows');
  }

  setWaveform(waveform: Waveform): void {
    this.#waveform = waveform;
    this.invalidate('rows');
  }

  /** Whether the pointer is over the minimap's window. */
  setMiniPointed(pointed: boolean): void {
    if (this.#mini.pointed === pointed) return;
    this.#mini = { ...this.#mini, pointed };
    this.invalidate('mini');
  }

  invalidate(...layers: readonly Layer[]): void {
    for (const layer of layers) this.#dirty.add(layer);
    if (this.#dirty.size > 0) this.wake();
  }

  /** Asks for an animation frame: also to keep a drag going that is held beyond the edge. */
  wake(): void {
    this.#frame ||= requestAnimationFrame((now) => this.#paint(now));
  }

  #paint(nowMs: number): void {
    this.#frame = 0;
    const { pointer } = this.#parts;
    if (pointer.dragging) {
      pointer.tick(Math.min(100, nowMs - this.#lastMs));
      this.wake();
    }
    this.#lastMs = nowMs;
    if (this.#dirty.has('rows')) pointer.refresh();
    const dirty = new Set(this.#dirty);
    this.#dirty.clear();
    if (dirty.has('rows')) this.#paintRows();
    if (dirty.has('over')) this.#paintOver();
    if (dirty.has('mini')) this.#paintMini();
  }

  #surface(layer: 'rows' | 'over'): Surface {
    const { editor, timeline, family } = this.#parts;
    const context = this.#contexts[layer];
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    const { width, height } = timeline.pane;
    return {
      context,
      width,
      height,
      window: editor.timeline.window.value,
      count: editor.timeline.count,
      family,
    };
  }

  #ticks(width: number): readonly Tick[] {
    const { editor } = this.#parts;
    return ticksOf(editor.timeline, editor.options.index, editor.timeline.unit.value, width);
  }

  #paintRows(): void {
    const { editor, strip, sound } = this.#parts;
    const surface = this.#surface('rows');
    const marks = { in: editor.marks.in.value, out: editor.marks.out.value };
    const look = this.#look();
    const ticks = this.#ticks(surface.width);
    paintGround(surface, look);
    paintGrid(surface, ticks, look.head);
    paintMarkedRows(surface, marks, look.head);
    paintLanes(surface, look);
    paintRuler(surface, ticks, editor.options.player.state.value.buffered);
    paintLoop(surface, editor.playhead.loop.range.value);
    paintMarks(surface, marks);
    if (strip) paintThumbnails(surface, this.#sprite, RULER);
    if (sound) paintWaveform(surface, this.#waveform, editor.options.index, strip ? RULER + STRIP : RULER);
    surface.context.fillStyle = theme.edge;
    surface.context.fillRect(0, look.head - 1, surface.width, 1);
  }

  #look(): RowsLook {
    const { editor, timeline, pointer } = this.#parts;
    const { hidden, allHidden } = editor.scene;
    const draft = timeline.draft.value;
    return {
      lanes: timeline.shown,
      head: timeline.pane.head,
      top: editor.timeline.top.value,
      selected: new Set(editor.selection.refs.value.map(refKey)),
      isHidden: (key) => allHidden.value || hidden.value.has(key),
      picked: draft?.kind === 'keyframes' ? shifted(draft.picked, draft.delta) : timeline.picked.value,
      hover: pointer.dragging ? null : pointer.hover.value,
      writerOf: (client) => editor.personOf(client),
      isHeard: (key) => editor.lanes.isHeard(key),
      isOutside: (lane, segment) => timeline.isOutside(lane, segment),
    };
  }

  #paintOver(): void {
    const { editor, timeline, pointer } = this.#parts;
    const surface = this.#surface('over');
    const { context, width, height } = surface;
    context.clearRect(0, 0, width, height);
    const others = editor.others.value.map(({ person, frame }) => ({ ...person, frame }));
    paintRunning(surface, this.#runningBars(), { head: timeline.pane.head, top: editor.timeline.top.value });
    const frame = editor.playhead.shown.value;
    const caption = this.#frameCaption(frame);
    paintOthers(surface, others, flagOf(surface, frame, caption));
    const line = timeline.line.value;
    if (line !== null) paintSnapLine(surface, line, timeline.pane.head);
    paintPlayhead(surface, frame, caption);
    const draft = timeline.draft.value;
    if (draft?.kind === 'marquee') {
      const [a, b] = [draft.from, draft.to].map(({ at, y }) => ({
        x: editor.timeline.frameToX(at, width),
        y: y - editor.timeline.top.value + timeline.pane.head,
      }));
      if (a && b) paintMarquee(surface, a.x, a.y, b.x, b.y);
    } else if (draft && pointer.at) {
      const { at, text } = dragCaption(
        draft,
        editor.options.index,
        editor.timeline.unit.value,
        pointer.frameUnder,
      );
      paintDragCaption(surface, at, Math.max(timeline.pane.head + 2, pointer.at.y - 30), text);
    }
  }

  #runningBars(): readonly RunningBar[] {
    const { editor, timeline } = this.#parts;
    const mine = { who: null, frame: editor.playhead.shown.value, marks: editor.liveMarks.running.value };
    const others = editor.others.value.map(({ person, frame, running = [] }) => ({
      who: person,
      frame,
      marks: running,
    }));
    const sources = [mine, ...others].filter(({ marks }) => marks.length > 0);
    return sources.length === 0 ? [] : runningBars(timeline.lanes, sources, editor.options.taxonomy);
  }

  #frameCaption(frame: number): string {
    const { editor } = this.#parts;
    if (editor.timeline.unit.value === 'frames') return String(frame);
    return `${formatTimeMs(editor.options.index.timeMs(frame))} · ${frame}`;
  }

  #paintMini(): void {
    const { editor, family } = this.#parts;
    const { width, height, pointed } = this.#mini;
    const { count } = editor.timeline;
    const base = { width, height, window: { start: 0, end: count }, count, family };
    this.#overview ??= this.#makeOverview(base);
    const context = this.#contexts.mini;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#overview, 0, 0);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    paintWindow({ ...base, context }, editor.timeline.window.value, editor.playhead.shown.value, pointed);
  }

  #makeOverview(base: Omit<Surface, 'context'>): OffscreenCanvas {
    const [width, height] = [base.width, base.height].map((size) =>
      Math.max(1, Math.round(size * this.#ratio)),
    );
    const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
    const context = canvas.getContext('2d');
    if (context) {
      context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
      paintOverview({ ...base, context }, this.#parts.timeline.lanes, this.#parts.timeline.density);
    }
    return canvas;
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#frame);
  }
}

/** Height of ruler, thumbnails and sound. */
export function headHeight(strip: boolean, sound: boolean): number {
  return RULER + (strip ? STRIP : 0) + (sound ? WAVE : 0);
}

function setSize(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

function contextOf(canvas: HTMLCanvasElement, transparent: boolean): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: transparent });
  if (!context) throw new Error('This browser gives no 2D canvas.');
  return context;
}
