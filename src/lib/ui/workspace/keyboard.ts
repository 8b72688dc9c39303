/**
 * The focus rule. Keys belong to the workspace wherever the focus is, except: text fields keep theirs (Esc leaves them),
 * what lies over the workspace (dialogs, menus, lists) keeps its own, and a control reached with Tab keeps the few that
 * work it. After a click the focus goes back, so that Space plays and never presses the last button again.
 */
import type { Editor } from '#lib/editor/editor.ts';

const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const OPEN = '[role="dialog"][data-state="open"], [role="menu"][data-state="open"]';
const PRESSED_BY = ['Enter', ' '];
const MOVED_BY = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];
const NO_TEXT = ['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color', 'image'];

/** Follows the keys of the window and the focus within `root` until the answer is called. */
export function followKeyboard(editor: Editor, root: HTMLElement): () => void {
  const leave = new AbortController();
  const { signal } = leave;
  let byPointer = false;
  let down = false;

  const pointer = (event: PointerEvent) => {
    byPointer = true;
    down = event.type === 'pointerdown';
  };
  addEventListener('pointerdown', pointer, { signal, capture: true });
  addEventListener('pointerup', pointer, { signal, capture: true });
  addEventListener('pointercancel', pointer, { signal, capture: true });
  addEventListener('keydown', () => (byPointer = false), { signal, capture: true });

  const giveBack = () => {
    const { activeElement: held } = document;
    const inside = held instanceof HTMLElement && root.contains(held);
    // A list that is open is worked through its button.
    if (byPointer && inside && !takesText(held) && held.ariaExpanded !== 'true') held.blur();
  };
  // After the click has done its work, also one in a layer that closes with it; and when one hands the focus back.
  addEventListener('click', () => setTimeout(giveBack), { signal });
  root.addEventListener('focusin', () => byPointer && !down && setTimeout(giveBack), { signal });

  const key = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
    const { target } = event;
    if (isCovered(target)) return;
    if (takesText(target)) {
      if (event.key !== 'Escape') return;
      if (target instanceof HTMLElement) target.blur();
      event.preventDefault();
      return;
    }
    if (worksControl(target, event)) return;
    const { code, shiftKey: shift, ctrlKey: ctrl, altKey: alt, metaKey: meta, repeat } = event;
    // With nothing left to give up, Esc leaves the control: Enter and Space are the workspace's again.
    if (event.key === 'Escape' && isAtRest(editor) && target instanceof HTMLElement) target.blur();
    if (editor.commands.key({ key: event.key, code, shift, ctrl, alt, meta, repeat })) event.preventDefault();
  };
  addEventListener('keydown', key, { signal });
  addEventListener('keyup', ({ code }) => editor.commands.release(code), { signal });
  addEventListener('blur', () => editor.commands.release(), { signal });
  return () => leave.abort();
}

/** Whether what one types goes into the element. */
export function takesText(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLInputElement) return !NO_TEXT.includes(element.type);
  return element instanceof HTMLElement && element.isContentEditable;
}

/** Esc would do nothing in the workspace. */
function isAtRest({ asks, selection, tools }: Editor): boolean {
  const isIdle = tools.active.value === 'select' && !tools.busy;
  return isIdle && asks.value === null && selection.first === undefined;
}

/** A layer has the focus, or is open while nothing has it. */
function isCovered(target: Element): boolean {
  if (target.closest(LAYERS)) return true;
  return target === document.body && document.querySelector(OPEN) !== null;
}

/** The keys by which a focused control is worked. A click leaves no focus, so this one was reached with Tab. */
function worksControl(target: Element, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  if (PRESSED_BY.includes(key))
    return target.closest('button, a[href], summary, input, [role="tab"]') !== null;
  return (
    MOVED_BY.includes(key) &&
    target.closest('[data-arrows], input, [role="slider"], [role="tablist"], [role="separator"]') !== null
  );
}
