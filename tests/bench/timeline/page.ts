/** What the page of the timeline's benchmark does: fills a document, looks about in it, edits it, and says how long it took. */
import { addSegment } from '#lib/doc/edit/segment.ts';
import { moveSegment } from '#lib/doc/edit/segment.ts';
import { addTrack, setKeyframe } from '#lib/doc/edit/track.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { Timeline } from '#lib/editor/timeline/timeline.ts';
import { TimelinePointer } from '#lib/editor/timeline/pointer.ts';
import type { LabelId, SegmentId, TierId, TrackId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { TimelineScreen } from '#lib/ui/timeline/screen.ts';
import { HandAtWork } from '../../builders/hand-at-work.ts';

/** Three hours at 30 pictures a second. */
const FRAMES = 3 * 3600 * 30;
const SIZE = { width: 1200, height: 420 };
const LABELS = ['forceps', 'polyp', 'lens'] as LabelId[];

export type Load = { readonly tracks: number; readonly keyframes: number; readonly segments: number };
/** Milliseconds of each try, by what was done. */
export type Times = Readonly<Record<string, readonly number[]>>;

declare global {
  interface Window {
    timelineBench: { readonly run: (load: Load, tries: number) => Times };
  }
}

/** Paints when it is told to: an animation frame is what is asked for until then. */
const waiting: FrameRequestCallback[] = [];
window.requestAnimationFrame = (callback) => waiting.push(callback);
window.cancelAnimationFrame = () => undefined;

function paint(canvas: HTMLCanvasElement): void {
  for (const callback of waiting.splice(0)) callback(performance.now());
  canvas.getContext('2d')?.getImageData(0, 0, 1, 1); // what was drawn is drawn
}

function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

let seed = 7;
function random(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed % below;
}

function fill(editor: Editor, load: Load): { readonly tracks: TrackId[]; readonly segments: SegmentId[] } {
  const { labels } = editor.options;
  const tracks: TrackId[] = [];
  const segments: SegmentId[] = [];
  editor.hand.transact({ caption: 'fill', frame: null, refs: [] }, () => {
    const step = Math.floor((FRAMES * 0.8) / load.keyframes);
    for (let n = 0; n < load.tracks; n++) {
      const begin = random(FRAMES / 10);
      const base = Array.from({ length: load.keyframes }, (_, at) => ({
        frame: (begin + at * step) as Frame,
        shape: { kind: 'box', x: n % 100, y: at % 50, w: 20, h: 20 } as const,
        outside: at % 97 === 96,
        occluded: at % 50 === 49,
      }));
      tracks.push(addTrack(labels, { label: LABELS[n % 3]!, kind: 'box', source: 'model', base }));
    }
    for (let n = 0; n < load.segments; n++) {
      const start = random(FRAMES - 2000);
      const end = start + 30 + random(900);
      const ends = { start: start as Frame, end: end as Frame };
      segments.push(addSegment(labels, { tier: 'finding' as TierId, label: 'bleed' as LabelId, ...ends }));
    }
  });
  return { tracks, segments };
}

function run(load: Load, tries: number): Times {
  const hand = new HandAtWork({ frames: FRAMES });
  const { editor } = hand;
  const { tracks, segments } = fill(editor, load);
  const timeline = new Timeline(editor);
  const [rows, over, mini] = [0, 1, 2].map(() => document.createElement('canvas')) as [
    HTMLCanvasElement,
    HTMLCanvasElement,
    HTMLCanvasElement,
  ];
  const screen = new TimelineScreen({
    editor,
    timeline,
    pointer: new TimelinePointer(timeline),
    canvases: { rows, over, mini },
    family: 'sans-serif',
    strip: false,
    sound: false,
  });
  screen.resize(SIZE, { width: SIZE.width, height: 22 }, 1);
  const times: Record<string, number[]> = {};
  const keep = (what: string, work: () => void) => (times[what] ??= []).push(timed(work));
  keep('first picture', () => paint(rows));
  const view = editor.timeline;
  const bottom = timeline.lanes.height;
  for (let n = 0; n < tries; n++) {
    view.fit();
    timeline.scrollRows(-bottom);
    keep('whole video, at the tiers', () => paint(rows));
    timeline.scrollRows(random(bottom));
    keep('whole video, at objects', () => paint(rows));
    view.show(random(FRAMES - 3000), 0);
    view.zoomAt(view.window.value.start, 1 / 3000);
    keep('100 seconds, at objects', () => paint(rows));
    view.pan(40);
    keep('panning', () => paint(rows));
    timeline.scrollRows(-bottom);
    keep('100 seconds, at the tiers', () => paint(rows));
    view.zoomAt(view.window.value.start, 60);
    keep('50 frames', () => paint(rows));
    const track = tracks[random(tracks.length)]!;
    const frame = (FRAMES * 0.9 + random(FRAMES / 20)) | 0;
    keep('edit of a keyframe', () => {
      editor.act('set keyframe', null, [{ kind: 'track', id: track }], () =>
        setKeyframe(editor.options.labels, track, frame as Frame, {
          shape: { kind: 'box', x: 1, y: 1, w: 9, h: 9 },
          outside: false,
          occluded: false,
        }),
      );
      void timeline.lanes;
      editor.captionOf({ kind: 'track', id: track });
    });
    keep('… and its picture', () => paint(rows));
    const segment = segments[random(segments.length)]!;
    const start = random(FRAMES - 2000);
    keep('edit of a segment', () => {
      editor.act('move segment', null, [{ kind: 'segment', id: segment }], () =>
        moveSegment(editor.options.labels, segment, start as Frame, (start + 500) as Frame),
      );
      void timeline.lanes;
      editor.captionOf({ kind: 'segment', id: segment });
    });
    keep('… and its picture ', () => paint(rows));
  }
  screen.destroy();
  timeline.destroy();
  editor.destroy();
  return times;
}

window.timelineBench = { run };
