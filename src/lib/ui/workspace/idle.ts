/** Whether anybody is at this screen: minutes without a hand on it, and the others see that one is away. */
import type { Editor } from '#lib/editor/editor.ts';

const IDLE_MS = 180_000;

/** Watches until the answer is called. */
export function followIdle(editor: Editor): () => void {
  const leave = new AbortController();
  const { signal } = leave;
  let timer: ReturnType<typeof setTimeout>;
  const away = () => editor.doing.value === null && editor.doing.set('idle');
  const here = () => {
    clearTimeout(timer);
    timer = setTimeout(away, IDLE_MS);
    if (editor.doing.value === 'idle') editor.doing.set(null);
  };
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'wheel'])
    addEventListener(event, here, { signal, capture: true, passive: true });
  here();
  return () => {
    leave.abort();
    clearTimeout(timer);
  };
}
