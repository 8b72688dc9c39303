/** Whether anybody is at this screen: minutes without a hand on it, or out of sight, and the others see that one is away. */
import type { Editor } from '#lib/editor/editor.ts';

const IDLE_MS = 180_000;
/** Looking something up elsewhere is not being away. */
const UNSEEN_MS = 20_000;

/** Watches until the answer is called. Who lets the video run before them is there. */
export function followIdle(editor: Editor): () => void {
  const leave = new AbortController();
  const { signal } = leave;
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(away, document.hidden ? UNSEEN_MS : IDLE_MS);
  };
  const away = () => {
    if (editor.playhead.playing.value && !document.hidden) wait();
    else if (editor.doing.value === null) editor.doing.set('idle');
  };
  const here = () => {
    wait();
    if (editor.doing.value === 'idle' && !document.hidden) editor.doing.set(null);
  };
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'wheel'])
    addEventListener(event, here, { signal, capture: true, passive: true });
  document.addEventListener('visibilitychange', here, { signal });
  here();
  return () => {
    leave.abort();
    clearTimeout(timer);
  };
}
