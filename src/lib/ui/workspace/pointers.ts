/** Whether a person wants to see where the others point, kept on this device for each person. */
import type { Editor } from '#lib/editor/editor.ts';
import { deviceMemory } from './device-memory.ts';

const NAME = 'pointers-hidden';

/** Takes what was kept, and keeps what is chosen until the answer is called. */
export function keepPointers({ pointersHidden, options }: Editor): () => void {
  const memory = deviceMemory(options.me.id);
  pointersHidden.set(memory.recall(NAME) === true);
  return pointersHidden.subscribe((hidden) => memory.keep(NAME, hidden));
}
