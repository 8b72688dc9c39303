/** Saying how sure one is of the selected intervals and events. */
import type { Command } from '../command.ts';
import { doubtable, turnCertainty, turnDifficult, turnFuzz, type DoubtableRef } from '../deeds/doubt.ts';
import type { Editor } from '../editor.ts';

function doubt(
  id: string,
  caption: string,
  key: string,
  deed: (editor: Editor, refs: readonly DoubtableRef[]) => void,
): Command {
  const refsOf = ({ selection }: Editor) => doubtable(selection.refs.value);
  return {
    id: `doubting.${id}`,
    caption,
    keys: [key],
    group: 'Marking',
    undo: 'one',
    needs: 'a segment or an event selected',
    when: (editor) => editor.canEdit.value && refsOf(editor).length > 0,
    run: (editor) => deed(editor, refsOf(editor)),
  };
}

export const doubting: readonly Command[] = [
  doubt('certainty', 'Selected segments and events: certain, probable, uncertain', 'Shift+Q', turnCertainty),
  doubt('difficult', 'Selected segments and events: difficult to judge, or not', 'Shift+X', turnDifficult),
  doubt('fuzz', 'Selected segments and events: edges sharp, ±0.2 s, ±0.5 s, ±1 s, ±2 s', 'Shift+E', turnFuzz),
];
