/** What is moved in a list is taken out of the page and put back: the focus goes with it. */
import { tick } from 'svelte';

export async function keepFocus(move: () => void): Promise<void> {
  const focused = document.activeElement;
  move();
  await tick();
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
}

/** -1 for Alt+Up, 1 for Alt+Down, 0 for anything else. */
export function moveKey({ altKey, key }: KeyboardEvent): -1 | 0 | 1 {
  if (!altKey) return 0;
  return key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
}
