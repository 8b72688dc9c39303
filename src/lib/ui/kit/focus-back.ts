/** Remembers what has the focus, for a layer that takes it: where it goes when the layer does. */

/** @returns gives it back: at once, and again where a layer that was still closing has held it */
export function focusBack(): () => void {
  const before = document.activeElement;
  return () => {
    if (!(before instanceof HTMLElement) || before === document.body) return;
    const back = () => before.isConnected && before.focus({ preventScroll: true });
    back();
    setTimeout(() => document.activeElement === document.body && back());
  };
}
