/** A tier's row or rows: labelled blocks, the ends of which a hand can take hold of. */
import { ROW, type LaneSegment, type TierLane } from '#lib/editor/timeline/lane.ts';
import { fuzzBand, markOfDoubt } from './doubt.ts';
import { sparse } from './sparse.ts';
import { fitText, hatch, perFrame, roundRect, setText, xOf, type Surface } from './surface.ts';
import { alpha, theme } from './theme.ts';

export type TierLook = {
  /** Keys (refKey) of what is selected. */
  readonly selected: ReadonlySet<string>;
  /** Id of the segment under the pointer and which part of it, or of the boundary. */
  readonly pointed: { readonly id: string; readonly part: 'start' | 'end' | 'body' } | null;
  /** Whether it lies outside of all intervals of the tier above. */
  isOutside(segment: LaneSegment): boolean;
};

/** Segments narrower than this (pixels) are merely a mark of their colour. */
const SLIM = 4;

/** `top` is where the lane begins on the canvas. */
export function paintTier(surface: Surface, lane: TierLane, top: number, look: TierLook): void {
  const { start, end } = surface.window;
  const pixel = 1 / perFrame(surface);
  for (const row of lane.rows)
    for (const segment of sparse(row, start - 8 * pixel, end, pixel))
      paintSegment(surface, segment, top + segment.row * ROW, lane.exclusive, look);
  for (const segment of lane.floating ?? [])
    paintSegment(surface, segment, top + segment.row * ROW, lane.exclusive, look);
  if (lane.exclusive && look.pointed) paintBoundary(surface, lane, top, look.pointed.id);
}

function paintSegment(
  surface: Surface,
  segment: LaneSegment,
  top: number,
  flush: boolean,
  look: TierLook,
): void {
  const { context } = surface;
  const left = Math.max(-8, xOf(surface, segment.start));
  const right = Math.max(left + 2, Math.min(surface.width + 8, xOf(surface, segment.end)));
  const selected = look.selected.has(`${segment.ref.kind}:${segment.ref.id}`);
  const pointed = look.pointed?.id === segment.ref.id ? look.pointed.part : null;
  // Phases touch: a dark gap of one pixel keeps two of one label apart.
  const [x, w, h] = [left + 0.5, right - left - (flush ? 1.5 : 1), ROW - 5];
  const y = top + 2;
  const outside = look.isOutside(segment);
  if (w < SLIM && !selected) {
    context.fillStyle = outside ? theme.warn : alpha(segment.color, 0.6);
    context.fillRect(x, y, Math.max(1, w), h);
    return;
  }
  roundRect(context, x, y, w, h, 4);
  context.fillStyle = alpha(segment.color, selected ? 0.5 : pointed === 'body' ? 0.38 : w < 12 ? 0.5 : 0.27);
  context.fill();
  if (outside) paintOutside(surface, x, y, w, h);
  if (segment.doubt) paintDoubt(surface, segment, x, y, w, h);
  if (w > 10) paintName(surface, segment, x, y, w, h, selected);
  if (selected) {
    roundRect(context, x + 0.25, y + 0.25, w - 0.5, h - 0.5, 4);
    context.strokeStyle = theme.bright;
    context.lineWidth = 1.5;
    context.stroke();
  }
  if (pointed === 'start' || pointed === 'end') {
    context.fillStyle = theme.bright;
    context.fillRect(pointed === 'start' ? x : x + w - 3, y, 3, h);
  }
}

function paintName(
  surface: Surface,
  { name, color, doubt }: LaneSegment,
  x: number,
  y: number,
  w: number,
  h: number,
  selected: boolean,
): void {
  const { context } = surface;
  context.save();
  context.clip();
  context.fillStyle = color;
  context.fillRect(x, y, 3, h);
  setText(surface, 11, 500, selected ? theme.bright : theme.text);
  const textX = Math.max(4, x + 8);
  fitText(context, `${markOfDoubt(doubt)}${name}`, textX, y + h / 2 + 0.5, x + w - textX - 5);
  context.restore();
}

/** Warned of, never forbidden: hatched, with a line of warning below. The path of the block is the current one. */
function paintOutside({ context }: Surface, x: number, y: number, w: number, h: number): void {
  context.fillStyle = hatch(context);
  context.fill();
  context.fillStyle = theme.warn;
  context.fillRect(x + 1, y + h - 2, Math.max(1, w - 2), 2);
  roundRect(context, x, y, w, h, 4);
}

function paintDoubt(
  surface: Surface,
  segment: LaneSegment,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  const { context } = surface;
  const { doubt, color } = segment;
  if (!doubt) return;
  for (const edge of segment.ref.kind === 'boundary' ? [segment.start] : [segment.start, segment.end])
    fuzzBand(surface, edge, doubt.fuzz, y, h, color);
  roundRect(context, x, y, w, h, 4);
  if (doubt.certainty === 'certain') return;
  context.save();
  context.setLineDash(doubt.certainty === 'probable' ? [6, 3] : [2, 3]);
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.stroke();
  context.restore();
}

/** The boundary under the pointer. */
function paintBoundary(surface: Surface, lane: TierLane, top: number, id: string): void {
  const edge = lane.edges.find((one) => one.id === id);
  if (!edge) return;
  surface.context.fillStyle = theme.bright;
  surface.context.fillRect(Math.round(xOf(surface, edge.frame)) - 1, top + 2, 3, ROW - 5);
}
