/** Taking marks away. Nothing leaves the document: a mark is flagged, and undo brings it back. */
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Editor } from '../editor.ts';

/** Whole marks: tracks with all their keyframes, segments, events, boundaries (the label before them runs on). */
export function removeWhole(editor: Editor, refs: readonly AnnotationRef[]): void {
  const [first] = refs;
  if (!first) return;
  const what = refs.length === 1 ? editor.captionOf(first) : `${refs.length} marks`;
  const frame = editor.frameToShow(first);
  const done = editor.act(`remove ${what}`, frame, refs, () => {
    for (const ref of refs) setDeleted(editor.options.labels, ref, true);
  });
  if (done) editor.say(`Removed ${what}`, 'info', true);
}
