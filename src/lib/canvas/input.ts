/** The pointer's way in: DOM events over the picture become the editor's. Wheel pans, Ctrl+wheel and pinch zoom. */
import type { Editor } from '#lib/editor/editor.ts';
import type { PointerInput } from '#lib/editor/tool.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';

/** Zoom per pixel of wheel, and how many pixels a line or page of wheel is. */
const ZOOM_PER_PX = 0.0022;
const PX_PER_LINE = 16;
const PX_PER_PAGE = 400;

/** Follows pointers over `host` until the answer is called. */
export function followInput(host: HTMLElement, editor: Editor): () => void {
  const { signal, stop } = stopper();
  const fingers = new Map<number, ScreenPoint>();
  let pinching = false;

  const placeOf = (event: MouseEvent): ScreenPoint => {
    const { left, top } = host.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const tell = (type: PointerInput['type'], event: PointerEvent) =>
    editor.tools.pointer({
      type,
      at: placeOf(event),
      button: event.button,
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      time: event.timeStamp,
    });

  const down = (event: PointerEvent) => {
    if (event.button === 1) event.preventDefault(); // no autoscroll
    host.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, placeOf(event));
      if (fingers.size === 2) {
        pinching = true;
        tell('cancel', event);
      }
    }
    if (!pinching) tell('down', event);
  };
  const move = (event: PointerEvent) => {
    if (pinching) {
      if (fingers.has(event.pointerId)) pinch(event.pointerId, placeOf(event));
    } else tell('move', event);
  };
  const pinch = (id: number, to: ScreenPoint) => {
    const before = [...fingers.values()];
    fingers.set(id, to);
    const [a, b] = before;
    const [c, d] = [...fingers.values()];
    if (!a || !b || !c || !d) return;
    const from = middle(a, b);
    const now = middle(c, d);
    editor.viewport.pan(now.x - from.x, now.y - from.y);
    const spread = distance(a, b);
    if (spread > 1) editor.viewport.zoomAt(now, distance(c, d) / spread);
  };
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (!pinching) tell(event.type === 'pointercancel' ? 'cancel' : 'up', event);
    else if (fingers.size === 0) pinching = false;
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? PX_PER_LINE : event.deltaMode === 2 ? PX_PER_PAGE : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) editor.viewport.zoomAt(placeOf(event), Math.exp(-dy * ZOOM_PER_PX));
    else if (event.shiftKey) editor.viewport.pan(-(dx || dy), 0);
    else editor.viewport.pan(-dx, -dy);
  };

  host.style.touchAction = 'none';
  host.addEventListener('pointerdown', down, { signal });
  host.addEventListener('pointermove', move, { signal });
  host.addEventListener('pointerup', up, { signal });
  host.addEventListener('pointercancel', up, { signal });
  host.addEventListener('pointerleave', (event) => tell('leave', event), { signal });
  host.addEventListener('wheel', wheel, { signal, passive: false });
  host.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  const stopCursor = editor.tools.cursor.subscribe((cursor) => {
    host.style.cursor = cursor;
  });
  return () => {
    stop();
    stopCursor();
    host.style.cursor = '';
  };
}

function stopper(): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, stop: () => controller.abort() };
}

function middle(a: ScreenPoint, b: ScreenPoint): ScreenPoint {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function distance(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
