/** How late a person presses, kept on this device for each person: it is a trait of theirs, and of no video. */
import type { Editor } from '#lib/editor/editor.ts';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** Takes what was kept, and keeps what is set until the answer is called. */
export function keepReaction(editor: Editor, storage: Kept = localStorage): () => void {
  const key = `loupe-reaction-${editor.options.me.id}`;
  const known = storage.getItem(key);
  if (known !== null) editor.liveMarks.setReaction(Number(known));
  return editor.liveMarks.reactionMs.subscribe((ms) => storage.setItem(key, String(ms)));
}
