/** A group of buttons that is one stop of Tab: the arrows go through it, round and round, Home and End to its ends. */

/** To be attached to the group. Where Tab comes to is what had the focus last, else what is pressed, else the first. */
export function roving(root: HTMLElement): () => void {
  const leave = new AbortController();
  const { signal } = leave;

  const buttons = () =>
    [...root.querySelectorAll<HTMLElement>('button')].filter(
      (one) => !one.matches(':disabled') && one.offsetParent !== null,
    );

  function stopAt(stop: HTMLElement | undefined): void {
    for (const one of buttons()) one.tabIndex = one === stop ? 0 : -1;
  }

  function settle(): void {
    const all = buttons();
    const held = all.find((one) => one === document.activeElement);
    const known = all.filter((one) => one.getAttribute('tabindex') === '0');
    const pressed = all.find((one) => one.ariaPressed === 'true');
    stopAt(held ?? (known.length === 1 ? known[0] : (pressed ?? all[0])));
  }

  function key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = buttons();
    const at = all.findIndex((one) => one === document.activeElement);
    if (at < 0) return;
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[(to + all.length) % all.length]?.focus();
  }

  root.addEventListener('keydown', key, { signal });
  root.addEventListener('focusin', settle, { signal });
  const changes = new MutationObserver(settle);
  changes.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  settle();
  return () => {
    leave.abort();
    changes.disconnect();
  };
}
