/** What a turn of the wheel does: Ctrl or ⌘ zooms at the pointer, sideways or Shift pans, else the rows scroll. */
import type { Timeline } from '#lib/editor/timeline/timeline.ts';

/** Zoom per pixel of turning. */
const ZOOM = 0.0024;
/** Pixels of a line and of a page, for wheels that do not count in pixels. */
const LINE = 24;
const PAGE = 240;

type Turn = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

export function wheelOn(
  turn: Turn,
  timeline: Timeline,
  at: { readonly x: number; readonly y: number },
): void {
  const { timeline: view } = timeline.host;
  const { width, head } = timeline.pane;
  const unit = turn.deltaMode === 0 ? 1 : turn.deltaMode === 1 ? LINE : PAGE;
  const [dx, dy] = [turn.deltaX * unit, turn.deltaY * unit];
  if (turn.ctrlKey || turn.metaKey) {
    const x = Math.max(0, Math.min(width, at.x));
    view.zoomAt(view.xToFrame(x, width), Math.exp(-Math.max(-160, Math.min(160, dy)) * ZOOM));
  } else if (turn.shiftKey || Math.abs(dx) > Math.abs(dy) || at.y < head) {
    const by = Math.abs(dx) > Math.abs(dy) ? dx : dy;
    view.pan((by * view.span) / width);
  } else timeline.scrollRows(dy);
}
