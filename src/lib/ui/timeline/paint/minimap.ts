/** The whole video in a few pixels: tiers, tracks, events and comments, with the window over it. */
import type { Density } from '#lib/editor/timeline/density.ts';
import type { Lanes } from '#lib/editor/timeline/lane.ts';
import type { FrameWindow } from '#lib/editor/timeline/view.ts';
import { sparse } from './sparse.ts';
import { crisp, perFrame, roundRect, xOf, type Surface } from './surface.ts';
import { alpha, theme } from './theme.ts';

const INSET = 3;

/** What the documents hold; painted only when they change. */
export function paintOverview(surface: Surface, lanes: Lanes, density: Density): void {
  const { context, width, height } = surface;
  context.clearRect(0, 0, width, height);
  context.fillStyle = '#0b0e11';
  context.fillRect(0, 0, width, height);
  const tiers = lanes.top.filter((lane) => lane.kind === 'tier').slice(0, 4);
  const room = height - 2 * INSET;
  const bands = tiers.length === 0 ? 0 : Math.min(4, Math.floor(room / 2 / tiers.length));
  tiers.forEach((lane, index) => {
    const seen = lane.rows.flatMap((row) => [...sparse(row, 0, surface.count, 1 / perFrame(surface))]);
    for (const { start, end, color } of seen) {
      context.fillStyle = alpha(color, 0.75);
      const left = xOf(surface, start);
      context.fillRect(
        left,
        INSET + index * bands,
        Math.max(1, xOf(surface, end) - left),
        Math.max(1, bands - 1),
      );
    }
  });
  paintDensity(surface, density, INSET + tiers.length * bands, height - INSET);
  for (const lane of lanes.top) {
    if (lane.kind === 'events') {
      const events = lane.events.map((event) => ({ ...event, start: event.frame, end: event.frame + 1 }));
      for (const { frame, color } of sparse(events, 0, surface.count, 3 / perFrame(surface)))
        dot(surface, frame, height - 3, color);
    } else if (lane.kind === 'comments') {
      for (const { start, comment } of lane.pins) {
        dot(surface, start, height - 3, comment.resolved ? theme.border : theme.bright);
      }
    }
  }
}

/** Keyframes as columns: the fuller, the more there are. */
function paintDensity(surface: Surface, density: Density, top: number, bottom: number): void {
  const { context, width } = surface;
  const columns = density.perPixel(Math.max(1, Math.floor(width)));
  const most = columns.reduce((highest, value) => Math.max(highest, value), 0);
  if (most === 0) return;
  context.fillStyle = alpha(theme.faint, 0.5);
  columns.forEach((value, x) => {
    if (value === 0) return;
    const tall = Math.max(1, (bottom - top) * Math.sqrt(value / most));
    context.fillRect(x, bottom - tall, 1, tall);
  });
}

function dot(surface: Surface, frame: number, y: number, color: string): void {
  surface.context.fillStyle = color;
  surface.context.beginPath();
  surface.context.arc(xOf(surface, frame + 0.5), y, 1.75, 0, Math.PI * 2);
  surface.context.fill();
}

/** What lies outside the window is dimmed; the window has a frame and a grip at each end. */
export function paintWindow(surface: Surface, shown: FrameWindow, playhead: number, pointed: boolean): void {
  const { context, width, height } = surface;
  const left = xOf(surface, shown.start);
  const right = Math.max(left + 6, xOf(surface, shown.end));
  context.fillStyle = alpha(theme.ground, 0.62);
  context.fillRect(0, 0, left, height);
  context.fillRect(right, 0, width - right, height);
  roundRect(context, left + 0.75, 0.75, right - left - 1.5, height - 1.5, 3);
  context.lineWidth = 1.5;
  context.strokeStyle = pointed ? theme.faint : theme.border;
  context.stroke();
  context.fillStyle = pointed ? theme.bright : theme.faint;
  if (right - left > 18) {
    for (const x of [left + 3.5, right - 5]) {
      roundRect(context, x, height / 2 - 4, 1.5, 8, 1);
      context.fill();
    }
  }
  context.fillStyle = theme.accent;
  context.fillRect(crisp(xOf(surface, playhead + 0.5)) - 0.75, 0, 1.5, height);
}
