/** Leads to where something is to be done. */
import type { Editor } from '#lib/editor/editor.ts';
import { parseRef } from '#lib/model/annotation.ts';
import { clampFrame } from '#lib/model/time.ts';

/** Selects the mark, if it is still there, and goes to its frame; else to the frame that is named. */
export function showPlace(
  editor: Editor,
  { mark, frame }: { readonly mark: string | null; readonly frame: number | null },
): void {
  const ref = mark === null ? undefined : parseRef(mark);
  if (ref && editor.reading.find(ref)?.deleted === false) editor.goTo(ref);
  else if (frame !== null) editor.playhead.seek(clampFrame(frame, editor.playhead.count));
}
