/** What somebody else at this video is at, in a word or two. */
import type { Editor } from '#lib/editor/editor.ts';
import { parseRef } from '#lib/model/annotation.ts';
import { labelOf } from '#lib/model/taxonomy.ts';
import type { Other } from '#lib/sync/line.ts';

export function doingText(editor: Editor, other: Other): string {
  const { playing, draft, selection, doing, laser, sketches, running = [] } = other;
  const [mark] = running;
  if (doing === 'typing') return 'writing a comment';
  if (laser) return 'pointing';
  if (sketches) return 'sketching';
  if (mark) return `marking ${labelOf(editor.options.taxonomy, mark.label)?.name ?? 'something'}`;
  if (draft) return draftText(editor, draft.ref);
  if (doing === 'idle') return 'away';
  if (playing) return 'playing';
  const [first] = selection;
  const ref = first ? parseRef(first) : undefined;
  if (!ref || editor.reading.find(ref)?.deleted !== false) return 'looking';
  return selection.length === 1 ? `on ${editor.captionOf(ref)}` : `on ${selection.length} marks`;
}

function draftText(editor: Editor, key: string | null): string {
  const ref = key === null ? undefined : parseRef(key);
  return ref && editor.reading.find(ref)?.deleted === false ? `moving ${editor.captionOf(ref)}` : 'drawing';
}

/** `Maya is writing…`; '' where nobody is. At most two are named. */
export function writingText(others: readonly Other[]): string {
  const writing = others.filter(({ doing }) => doing === 'typing');
  const names = [...new Map(writing.map(({ person }) => [person.id, person.name])).values()];
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is writing…`;
  return names.length === 2 ? `${first} and ${second} are writing…` : `${names.length} people are writing…`;
}
