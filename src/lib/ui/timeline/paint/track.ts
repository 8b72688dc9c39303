/** A track's row: a bar where the object is there, hatched where it is hidden, a diamond at each keyframe. */
import { firstKeyframeFrom } from '#lib/editor/timeline/keyframe-range.ts';
import type { TrackLane } from '#lib/editor/timeline/lane.ts';
import { stripOf, type Span } from '#lib/editor/timeline/strip.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import { hatch, perFrame, roundRect, xOf, type Context, type Surface } from './surface.ts';
import { alpha, DIAMOND, theme } from './theme.ts';

const BAR = 10;
/** Diamonds nearer than this (pixels) become slim marks, nearer than CROWD hairlines, and nearer than MERGE one mark. */
const SLIM = 9;
const CROWD = 5;
const MERGE = 3;

export type TrackLook = {
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly hidden: boolean;
  /** Frames of keyframes that are picked. */
  readonly picked: ReadonlySet<Frame> | undefined;
  /** Frame of the diamond under the pointer. */
  readonly pointed: Frame | null;
};

/** `y` is the middle of the row. */
export function paintTrack(surface: Surface, lane: TrackLane, y: number, look: TrackLook): void {
  const { context } = surface;
  const opacity = context.globalAlpha;
  context.globalAlpha = opacity * (look.hidden ? 0.4 : 1);
  const { present, occluded } = stripOf(lane.track, surface.count);
  paintGaps(surface, present, y, lane.color);
  for (const span of inSight(surface, present)) paintBar(surface, span, y, lane.color, look);
  if (occluded.length > 0) {
    context.fillStyle = hatch(context);
    for (const { left, right } of inSight(surface, occluded))
      context.fillRect(left, y - BAR / 2, right - left, BAR);
  }
  paintKeyframes(surface, lane, y, look);
  paintChanges(surface, lane, y);
  context.globalAlpha = opacity;
}

type Stretch = { readonly left: number; readonly right: number };

/** Spans that meet the canvas, in pixels, cut a little outside of it. */
function* inSight(surface: Surface, spans: readonly Span[]): Generator<Stretch> {
  for (const { start, end } of spans) {
    if (end <= surface.window.start) continue;
    if (start >= surface.window.end) return;
    const left = Math.max(-8, xOf(surface, start));
    yield { left, right: Math.max(left + 2, Math.min(surface.width + 8, xOf(surface, end))) };
  }
}

function paintBar(
  { context }: Surface,
  { left, right }: Stretch,
  y: number,
  color: string,
  look: TrackLook,
): void {
  roundRect(context, left + 0.5, y - BAR / 2 + 0.5, right - left - 1, BAR - 1, 3);
  context.fillStyle = alpha(color, look.selected ? 0.5 : look.hovered ? 0.38 : 0.28);
  context.fill();
  context.strokeStyle = alpha(color, look.selected ? 0.95 : 0.5);
  context.lineWidth = 1;
  context.stroke();
}

/** Where what is said of the object changes: a tick below its bar. */
function paintChanges(surface: Surface, { track, color }: TrackLane, y: number): void {
  const { context, window } = surface;
  context.fillStyle = color;
  for (const { frame } of track.changes ?? []) {
    if (frame < window.start || frame >= window.end) continue;
    context.fillRect(Math.round(xOf(surface, frame + 0.5)) - 1, y + BAR / 2 + 2, 3, 4);
  }
}

/** Between two stretches: a thread that says it is the same object. */
function paintGaps(surface: Surface, present: readonly Span[], y: number, color: string): void {
  const { context, width } = surface;
  context.strokeStyle = alpha(color, 0.45);
  context.lineWidth = 1;
  context.setLineDash([2, 4]);
  context.beginPath();
  present.forEach(({ end }, index) => {
    const next = present[index + 1];
    if (!next || next.start <= surface.window.start || end >= surface.window.end) return;
    context.moveTo(Math.max(0, xOf(surface, end)), y + 0.5);
    context.lineTo(Math.min(width, xOf(surface, next.start)), y + 0.5);
  });
  context.stroke();
  context.setLineDash([]);
}

type Mark = { readonly x: number; readonly keyframe: Keyframe };

/** Keyframes in sight, those on the same few pixels as one: what is walked over is pixels, not keyframes. */
function visibleMarks(surface: Surface, keyframes: readonly Keyframe[]): Mark[] {
  const wide = perFrame(surface);
  const skip = MERGE / wide;
  const marks: Mark[] = [];
  let index = firstKeyframeFrom(keyframes, surface.window.start - 1 - DIAMOND / wide);
  for (;;) {
    const keyframe = keyframes[index];
    if (!keyframe || keyframe.frame > surface.window.end + DIAMOND / wide) return marks;
    marks.push({ x: xOf(surface, keyframe.frame + 0.5), keyframe });
    index = skip <= 1 ? index + 1 : firstKeyframeFrom(keyframes, keyframe.frame + skip);
  }
}

function paintKeyframes(surface: Surface, lane: TrackLane, y: number, look: TrackLook): void {
  const { context } = surface;
  const marks = visibleMarks(surface, lane.track.keyframes);
  const slim: number[] = [];
  const hair: number[] = [];
  const whole: Mark[] = [];
  marks.forEach((mark, index) => {
    const before = mark.x - (marks[index - 1]?.x ?? -Infinity);
    const after = (marks[index + 1]?.x ?? Infinity) - mark.x;
    const picked = look.picked?.has(mark.keyframe.frame) ?? false;
    const gap = picked || look.pointed === mark.keyframe.frame ? Infinity : Math.min(before, after);
    if (gap >= SLIM) whole.push(mark);
    else if (gap >= CROWD) slim.push(mark.x);
    else hair.push(mark.x);
  });
  context.fillStyle = lane.color;
  for (const x of slim) context.fillRect(Math.round(x) - 1, y - 5, 2, 10);
  context.fillStyle = alpha(lane.color, 0.8);
  for (const x of hair) context.fillRect(Math.round(x) - 0.5, y - 3.5, 1, 7);
  paintDiamonds(surface, lane, whole, y);
  for (const { x, keyframe } of whole) {
    if (look.picked?.has(keyframe.frame)) ring(context, x, y, theme.bright);
    else if (look.pointed === keyframe.frame) ring(context, x, y, alpha(theme.bright, 0.55));
  }
}

/** Those that a hand has set are filled, those of a program hollow. */
function paintDiamonds(surface: Surface, lane: TrackLane, marks: readonly Mark[], y: number): void {
  const isSet = ({ keyframe }: Mark) => lane.track.source === 'hand' && !keyframe.made;
  paintAlike(surface, lane.color, marks.filter(isSet), y, true);
  paintAlike(
    surface,
    lane.color,
    marks.filter((mark) => !isSet(mark)),
    y,
    false,
  );
}

/** Many diamonds in a few strokes: dark halo, then hollow or filled. */
function paintAlike(
  { context }: Surface,
  color: string,
  marks: readonly Mark[],
  y: number,
  filled: boolean,
): void {
  if (marks.length === 0) return;
  context.beginPath();
  for (const { x, keyframe } of marks) diamond(context, x, y, DIAMOND, keyframe.outside);
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = theme.ground;
  context.stroke();
  context.fillStyle = filled ? color : theme.ground;
  context.fill();
  if (filled) return;
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  context.stroke();
}

/** A keyframe from which on the object is away has only its left half. */
function diamond(context: Context, x: number, y: number, size: number, half: boolean): void {
  context.moveTo(x, y - size);
  if (!half) context.lineTo(x + size, y);
  context.lineTo(x, y + size);
  context.lineTo(x - size, y);
  context.closePath();
}

function ring(context: Context, x: number, y: number, color: string): void {
  context.beginPath();
  context.arc(x, y, DIAMOND + 3, 0, Math.PI * 2);
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  context.stroke();
}
