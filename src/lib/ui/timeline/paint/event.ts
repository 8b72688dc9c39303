/** The events row: a flag at each instant, with its name where there is room. */
import type { EventsLane } from '#lib/editor/timeline/lane.ts';
import { ROW } from '#lib/editor/timeline/lane.ts';
import { firstWhere } from '#lib/editor/timeline/sorted.ts';
import { fuzzBand, markOfDoubt } from './doubt.ts';
import { fitText, perFrame, setText, xOf, type Surface } from './surface.ts';
import { alpha, theme } from './theme.ts';

const NAME_ROOM = 180;

export function paintEvents(
  surface: Surface,
  lane: EventsLane,
  top: number,
  look: { readonly selected: ReadonlySet<string>; readonly pointed: string | null },
): void {
  const { context, window, width } = surface;
  const pixel = 1 / perFrame(surface);
  const { events } = lane;
  const first = firstWhere(events, ({ frame }) => frame + 1 >= window.start - NAME_ROOM * pixel);
  for (let at = first, event = events[at]; event && event.frame <= window.end; event = events[at]) {
    const { id, frame, name, color, doubt } = event;
    const x = xOf(surface, frame + 0.5);
    const next = events[at + 1];
    const room = Math.min(NAME_ROOM, (next ? xOf(surface, next.frame + 0.5) : width + NAME_ROOM) - x) - 20;
    const selected = look.selected.has(`event:${id}`);
    if (doubt) fuzzBand(surface, frame + 0.5, doubt.fuzz, top + 2, ROW - 5, color);
    flag(surface, x, top, color);
    if (selected || look.pointed === id) {
      context.lineWidth = 1.5;
      context.strokeStyle = selected ? theme.bright : alpha(theme.bright, 0.55);
      context.stroke();
    }
    setText(surface, 11, 500, selected ? theme.bright : theme.faint);
    fitText(context, `${markOfDoubt(doubt)}${name}`, x + 12, top + ROW / 2, room);
    // Of those on one pixel only the first is drawn.
    at = Math.max(
      at + 1,
      firstWhere(events, (one) => one.frame > frame + pixel),
    );
  }
}

/** A pennant on a pole; left as the current path, to be ringed. */
function flag({ context }: Surface, x: number, top: number, color: string): void {
  context.fillStyle = alpha(color, 0.7);
  context.fillRect(Math.round(x) - 0.75, top + 3, 1.5, ROW - 7);
  context.beginPath();
  context.moveTo(x - 1, top + 4);
  context.lineTo(x + 5, top + 4);
  context.lineTo(x + 9, top + 8.5);
  context.lineTo(x + 5, top + 13);
  context.lineTo(x - 1, top + 13);
  context.closePath();
  context.fillStyle = color;
  context.fill();
}
