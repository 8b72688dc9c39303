/** What must be seen of the editor's notes: what can be taken back, and why something was not done. */
import { toast } from 'svelte-sonner';
import type { Editor } from '#lib/editor/editor.ts';

const UNDO_MS = 10_000;
const WARN_MS = 4000;
/** One at a time: the newest note counts, and its Undo takes back the newest deed. */
const ID = 'note';

export function showNotes(editor: Editor): () => void {
  let first = true;
  const stop = editor.note.subscribe((note) => {
    if (first || !note) {
      first = false;
      return;
    }
    if (note.undo) {
      const action = { label: 'Undo', onClick: () => void editor.commands.run('editing.undo') };
      toast(note.text, { id: ID, duration: UNDO_MS, action });
    } else if (note.tone === 'warn') toast.warning(note.text, { id: ID, duration: WARN_MS });
    else toast.dismiss(ID);
  });
  return () => {
    stop();
    toast.dismiss(ID);
  };
}
