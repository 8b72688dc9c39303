/** Taking a tool in hand. */
import type { Command } from '../command.ts';
import type { Editor } from '../editor.ts';

/** Esc, from the nearest thing to the farthest: gesture, question, tool, selection. */
function escape(editor: Editor): void {
  if (editor.tools.cancel()) return;
  if (editor.asks.value) editor.answered();
  else if (editor.tools.active.value !== 'select') editor.tools.choose('select');
  else editor.selection.clear();
}

export const tools: readonly Command[] = [
  {
    id: 'tools.select',
    caption: 'Select',
    keys: ['V'],
    group: 'Tools',
    undo: 'never',
    run: (editor) => editor.tools.choose('select'),
  },
  {
    id: 'tools.box',
    caption: 'Draw boxes',
    keys: ['B'],
    group: 'Tools',
    undo: 'never',
    when: ({ canEdit }) => canEdit.value,
    run: (editor) => editor.tools.choose('box'),
  },
  {
    id: 'tools.pan',
    caption: 'Move the picture (middle button with any tool)',
    keys: [],
    group: 'Tools',
    undo: 'never',
    run: (editor) => editor.tools.choose('pan'),
  },
  {
    id: 'tools.comment',
    caption: 'Pin a comment to a place',
    keys: ['Shift+C'],
    group: 'Tools',
    undo: 'never',
    when: ({ canComment }) => canComment.value,
    run: (editor) => editor.tools.choose('comment'),
  },
  {
    id: 'tools.escape',
    caption: 'Give up, leave the tool, select nothing',
    keys: ['Escape'],
    group: 'Tools',
    undo: 'never',
    run: escape,
  },
];
