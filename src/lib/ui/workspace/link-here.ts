/** Addresses of places in a video, to be sent to somebody: `?f=` a frame, `&o=` an object, `&c=` a comment. */
import type { Editor } from '#lib/editor/editor.ts';
import { parseRef, refKey } from '#lib/model/annotation.ts';
import type { CommentId } from '#lib/model/id.ts';

/** What an address names beside the frame: the id of a comment, a mark as `track:…`. */
export type Target = { readonly comment: string | null; readonly object: string | null };

/** Of what is selected, on this frame; of the frame where nothing is. */
export function linkHere(editor: Editor): string {
  const { video } = editor.options;
  const ref = editor.selection.first;
  const object = ref ? `&o=${refKey(ref)}` : '';
  return `${location.origin}/videos/${video.id}?f=${editor.playhead.shown.value}${object}`;
}

/** Selects the mark and reads the comment that an address names, where they are there. */
export function arrive(editor: Editor, { comment, object }: Target): void {
  const said = comment && editor.comments.comments.get(comment as CommentId);
  const ref = object && parseRef(object);
  if (ref && editor.reading.find(ref)?.deleted === false) editor.selection.set([ref]);
  if (said) editor.readThread(said);
}
