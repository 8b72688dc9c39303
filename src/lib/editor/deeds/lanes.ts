/** Rows of the timeline on this device: which are drawn, alone, locked. Nothing of it reaches a document. */
import { parseRef } from '#lib/model/annotation.ts';
import type { Editor } from '../editor.ts';
import { laneKeyOf } from '../timeline/lane-display.ts';

/** Keys of the rows on which the selected marks lie. */
export function selectedLanes({ selection, reading }: Editor): readonly string[] {
  const keys = selection.refs.value.map((ref) => laneKeyOf(reading, ref));
  return [...new Set(keys.filter((key) => key !== undefined))];
}

/** The rows of the selection; with none, that of the tier for new segments. */
export function lanesMeant(editor: Editor): readonly string[] {
  const selected = selectedLanes(editor);
  const tier = editor.tier.value;
  return selected.length > 0 || !tier ? selected : [`tier:${tier}`];
}

/** Hides rows, or shows them where all of them are hidden: objects on the picture too. */
export function muteLanes({ scene, lanes }: Editor, keys: readonly string[]): void {
  const refs = keys.flatMap((key) => parseRef(key) ?? []);
  const others = keys.filter((key) => !parseRef(key));
  const all =
    refs.every((ref) => scene.hidden.value.has(`${ref.kind}:${ref.id}`)) &&
    others.every((key) => lanes.has('muted', key));
  scene.setHidden(refs, !all);
  lanes.set('muted', others, !all);
}

/** Keeps one's own hand off rows, or no longer. */
export function lockLanes(editor: Editor): void {
  const keys = lanesMeant(editor);
  if (keys.length === 0) return editor.say('Select something first: its row is locked.');
  editor.lanes.toggle('locked', keys);
  const locked = keys.every((key) => editor.lanes.has('locked', key));
  const rows = keys.length === 1 ? 'One row is' : `${keys.length} rows are`;
  editor.say(locked ? `${rows} locked on this device` : `${rows} unlocked`);
}

/** Whether one may put a mark on a row; says why not. */
export function mayMarkOn(editor: Editor, key: string): boolean {
  if (!editor.lanes.has('locked', key)) return true;
  const shown = editor.commands.shown.value('view.lock');
  const how = shown === '' ? '' : ` (${shown})`;
  editor.say(`This row is locked on this device: unlock it first${how}.`, 'warn');
  return false;
}
