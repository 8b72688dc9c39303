/** What choosing a label by its name or its key does: what is selected gets it, else it is taken for what comes next. */
import type { Label } from '#lib/model/label.ts';
import type { Editor } from '../editor.ts';
import { drawnBy } from '../tool.ts';
import { armLabel } from './drawing.ts';
import { giveLabel, labelsFor, tierLabels } from './label.ts';

/** Whether what is selected would get this label now. */
export function givesLabel(editor: Editor, { id }: Label): boolean {
  const { selection, tools, liveMarks } = editor;
  const { first } = selection;
  if (!first || liveMarks.on.value || drawnBy(tools.active.value)) return false;
  return editor.canEdit.value && labelsFor(editor, first).some((label) => label.id === id);
}

export function takeLabel(editor: Editor, label: Label): void {
  if (!editor.mayEdit()) return;
  const { selection, liveMarks, tier } = editor;
  if (givesLabel(editor, label)) return giveLabel(editor, selection.refs.value, label.id);
  if (liveMarks.on.value && label.use === 'event') return liveMarks.instant(label.id);
  const onTier = tier.value !== null && tierLabels(editor, tier.value).some(({ id }) => id === label.id);
  if (liveMarks.on.value && tier.value !== null && onTier) return liveMarks.toggle(tier.value, label.id);
  if (label.use === 'object') return armLabel(editor, label);
  if (label.use === 'segment') editor.segmentLabel.set(label.id);
  if (label.use === 'event') editor.eventLabel.set(label.id);
  editor.say(`Next ${label.use}: ${label.name}`);
}
