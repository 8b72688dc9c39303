/** The pointer's way in: DOM events over the picture become the editor's. Wheel pans, Ctrl+wheel and pinch zoom. */
import type { Editor } from '#lib/editor/editor.ts';
import type { PointerInput } from '#lib/editor/tool.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';
import { Touches, type Deal } from './touches.ts';

/** Zoom per pixel of wheel, and how many pixels a line or page of wheel is. */
const ZOOM_PER_PX = 0.0022;
const PX_PER_LINE = 16;
const PX_PER_PAGE = 400;

/** Follows pointers over `host` until the answer is called. */
export function followInput(host: HTMLElement, editor: Editor): () => void {
  const { signal, stop } = stopper();
  const touches = new Touches(editor.viewport);

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
      coarse: event.pointerType === 'touch',
    });

  /** Whose the event is. */
  const deal = (event: PointerEvent): Deal => {
    const { pointerType, pointerId, timeStamp, type, buttons } = event;
    if (pointerType === 'pen') {
      if (touches.pen(timeStamp, buttons !== 0) === 'cancel') tell('cancel', event);
      return 'tool';
    }
    if (pointerType !== 'touch') return 'tool';
    if (type === 'pointerdown') return touches.down(pointerId, placeOf(event), timeStamp);
    return type === 'pointermove' ? touches.move(pointerId, placeOf(event)) : touches.up(pointerId);
  };

  const down = (event: PointerEvent) => {
    if (event.button === 1) event.preventDefault(); // no autoscroll
    host.setPointerCapture(event.pointerId);
    const whose = deal(event);
    if (whose !== 'taken') tell(whose === 'cancel' ? 'cancel' : 'down', event);
  };
  const move = (event: PointerEvent) => {
    if (deal(event) !== 'tool') return;
    // A pen is faster than the screen: a line drawn by hand goes through all the places it was at.
    const passed = event.buttons === 0 ? [] : event.getCoalescedEvents();
    for (const one of passed.length > 0 ? passed : [event]) tell('move', one);
  };
  const up = (event: PointerEvent) => {
    if (deal(event) === 'tool') tell(event.type === 'pointercancel' ? 'cancel' : 'up', event);
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
