/** What is asked for and was never said: of marks, and of the video. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { missingOf } from '#lib/model/attributed.ts';
import type { Attribute } from '#lib/model/attribute.ts';
import type { LabelId } from '#lib/model/id.ts';
import { can } from '#lib/model/role.ts';
import { labelOf } from '#lib/model/taxonomy.ts';
import { saidOf, videoLabels, type Subject } from './deeds/attribute.ts';
import type { Editor } from './editor.ts';

export type ToDo = { readonly subject: Subject; readonly missing: readonly Attribute[] };

/** What of a subject is still to be said; nothing for those who could not say it in any layer. */
export function missingAt(editor: Editor, subject: Subject): readonly Attribute[] {
  if (!can(editor.options.role, 'labels.edit')) return [];
  const said = saidOf(editor, subject);
  if (!said) return [];
  const label = subject.kind === 'video' ? subject.label : editor.reading.find(subject)?.label;
  return missingOf(said, (label && labelOf(editor.options.taxonomy, label)?.attributes) || []);
}

/** Everything that is still to be said: first of the video, then of marks in the order of the captions. */
export function toDoOf(editor: Editor): readonly ToDo[] {
  const { reading, options, captions } = editor;
  const asking = new Set<LabelId>(
    options.taxonomy.labels.flatMap(({ id, attributes = [] }) =>
      attributes.some(({ required, retired }) => required === true && !retired) ? [id] : [],
    ),
  );
  if (asking.size === 0) return [];
  const marks: readonly AnnotationRef[] = [
    ...captions.inOrder('track'),
    ...[...reading.segments.keys()].map((id) => ({ kind: 'segment', id }) as const),
    ...[...reading.events.keys()].map((id) => ({ kind: 'event', id }) as const),
  ].filter((ref) => asking.has(reading.find(ref)?.label as LabelId));
  const subjects: readonly Subject[] = [
    ...videoLabels(editor).map(({ id }) => ({ kind: 'video', label: id }) as const),
    ...marks,
  ];
  return subjects
    .map((subject) => ({ subject, missing: missingAt(editor, subject) }))
    .filter(({ missing }) => missing.length > 0);
}
