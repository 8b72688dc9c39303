/** A tier's row or rows: labelled blocks, the ends of which a hand can take hold of. */
import { ROW, type LaneSegment, type TierLane } from '#lib/editor/timeline/lane.ts';
import { fitText, roundRect, setText, xOf, type Surface } from './surface.ts';
import { alpha, theme } from './theme.ts';

export type TierLook = {
  /** Keys (refKey) of what is selected. */
  readonly selected: ReadonlySet<string>;
  /** Id of the segment under the pointer and which part of it, or of the boundary. */
  readonly pointed: { readonly id: string; readonly part: 'start' | 'end' | 'body' } | null;
};

/** `top` is where the lane begins on the canvas. */
export function paintTier(surface: Surface, lane: TierLane, top: number, look: TierLook): void {
  for (const segment of lane.segments) {
    if (segment.end <= surface.window.start || segment.start >= surface.window.end) continue;
    paintSegment(surface, segment, top + segment.row * ROW, lane.exclusive, look);
  }
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
  roundRect(context, x, y, w, h, 4);
  context.fillStyle = alpha(segment.color, selected ? 0.5 : pointed === 'body' ? 0.38 : w < 12 ? 0.5 : 0.27);
  context.fill();
  if (w > 10) {
    context.save();
    context.clip();
    context.fillStyle = segment.color;
    context.fillRect(x, y, 3, h);
    setText(surface, 11, 500, selected ? theme.bright : theme.text);
    const textX = Math.max(4, x + 8);
    fitText(context, segment.name, textX, y + h / 2 + 0.5, x + w - textX - 5);
    context.restore();
  }
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

/** The boundary under the pointer. */
function paintBoundary(surface: Surface, lane: TierLane, top: number, id: string): void {
  const edge = lane.edges.find((one) => one.id === id);
  if (!edge) return;
  surface.context.fillStyle = theme.bright;
  surface.context.fillRect(Math.round(xOf(surface, edge.frame)) - 1, top + 2, 3, ROW - 5);
}
