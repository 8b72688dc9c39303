/** States that are being marked live: a bar that grows with the playhead of who marks it, and ends in their colour. */
import { ROW } from '#lib/editor/timeline/lane.ts';
import type { RunningBar } from '#lib/editor/timeline/running.ts';
import { initialsOf } from './comment.ts';
import { fitText, roundRect, setText, xOf, type Surface } from './surface.ts';
import { alpha, inkOn, theme } from './theme.ts';

/** `rows` says where the rows begin on the canvas and how far they are scrolled. */
export function paintRunning(
  surface: Surface,
  bars: readonly RunningBar[],
  rows: { readonly head: number; readonly top: number },
): void {
  const { context, width, height } = surface;
  context.save();
  context.beginPath();
  context.rect(0, rows.head, width, height - rows.head);
  context.clip();
  for (const bar of bars) paintBar(surface, bar, bar.y - rows.top + rows.head + 2);
  context.restore();
}

function paintBar(surface: Surface, { start, end, open, name, color, who }: RunningBar, y: number): void {
  const { context, width } = surface;
  const left = Math.max(-8, xOf(surface, start));
  const right = Math.max(left + 3, Math.min(width + 8, xOf(surface, end)));
  const h = ROW - 5;
  if (open !== null && open > end) {
    // What is not reached yet is no phase yet: the lane's own bar is dimmed there.
    context.fillStyle = alpha(theme.raised, 0.72);
    context.fillRect(right, y - 1, Math.min(width + 8, xOf(surface, open)) - right, h + 2);
  }
  roundRect(context, left + 0.5, y, right - left - 0.5, h, 4);
  context.fillStyle = theme.raised; // over what the lane writes there
  context.fill();
  context.fillStyle = alpha(color, 0.42);
  context.fill();
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  context.strokeStyle = who?.color ?? theme.bright;
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = who?.color ?? theme.bright;
  context.fillRect(right - 2, y - 1, 2.5, h + 2);
  const textX = Math.max(4, left + 8);
  setText(surface, 11, 600, theme.bright);
  fitText(context, name, textX, y + h / 2 + 0.5, right - textX - (who ? 30 : 6));
  if (who) paintInitials(surface, who, right, y + h / 2);
}

function paintInitials(
  surface: Surface,
  who: { name: string; color: string },
  right: number,
  y: number,
): void {
  const { context } = surface;
  const text = initialsOf(who.name);
  setText(surface, 9, 700, inkOn(who.color));
  const w = context.measureText(text).width + 6;
  roundRect(context, right + 1, y - 6, w, 12, 3);
  context.fillStyle = who.color;
  context.fill();
  context.fillStyle = inkOn(who.color);
  context.fillText(text, right + 4, y + 0.5);
}
