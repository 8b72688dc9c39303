/** Opens the menu of the workspace where the other button is clicked, on what says by `data-menu` which place it is. */
import type { Editor } from '#lib/editor/editor.ts';
import { MENU_PLACES } from '#lib/editor/menus.ts';

/** Follows `root` until the answer is called. What is under the pointer has been selected by the place itself. */
export function followMenu(editor: Editor, root: HTMLElement): () => void {
  const leave = new AbortController();
  const open = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || !root.contains(event.target)) return;
    if (event.target.closest('input, textarea')) return;
    const named = event.target.closest<HTMLElement>('[data-menu]')?.dataset['menu'];
    const place = MENU_PLACES.find((one) => one === named);
    if (!place) return;
    event.preventDefault();
    // A finger that rests draws or drags; and what is under way goes on.
    if (isFinger(event) || editor.tools.busy) return;
    editor.ask({ kind: 'menu', place, at: { x: event.clientX, y: event.clientY } });
  };
  // At the window: the places hear of it before.
  addEventListener('contextmenu', open, { signal: leave.signal });
  return () => leave.abort();
}

function isFinger(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType === 'touch';
}
