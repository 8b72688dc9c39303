/** Keys while masks are painted: they are the brush's before they are anything else's. */
import type { Command } from '../command.ts';
import { takeTool } from '../deeds/drawing.ts';
import type { Editor } from '../editor.ts';

const isPainting = ({ tools }: Editor) => tools.active.value === 'mask';

function brush(id: string, caption: string, key: string, run: (editor: Editor) => void): Command {
  const base = { id: `painting.${id}`, caption, keys: [key], group: 'Tools', undo: 'never' } as const;
  return {
    ...base,
    repeats: true,
    needs: 'the mask tool in the hand',
    when: isPainting,
    run(editor) {
      run(editor);
      editor.tools.refresh();
    },
  };
}

export const painting: readonly Command[] = [
  brush('thinner', 'With the mask tool: thinner brush', '[', (e) => e.brush.thinner()),
  brush('thicker', 'With the mask tool: thicker brush', ']', (e) => e.brush.thicker()),
  brush('less', 'With the mask tool: regions grow less far', '{', ({ brush: b }) =>
    b.setTolerance(b.tolerance.value - 2),
  ),
  brush('more', 'With the mask tool: regions grow further', '}', ({ brush: b }) =>
    b.setTolerance(b.tolerance.value + 2),
  ),
  {
    id: 'tools.mask',
    caption: 'Paint masks; again: brush, eraser, fill, grow',
    keys: ['U'],
    group: 'Tools',
    undo: 'never',
    needs: 'the right to edit',
    when: ({ canEdit }) => canEdit.value,
    run(editor) {
      if (isPainting(editor)) editor.brush.turn();
      else takeTool(editor, 'mask');
      editor.tools.refresh();
    },
  },
  {
    id: 'tools.eraser',
    caption: 'Erase from masks',
    keys: [],
    group: 'Tools',
    undo: 'never',
    needs: 'the right to edit',
    when: ({ canEdit }) => canEdit.value,
    run(editor) {
      if (!isPainting(editor)) takeTool(editor, 'mask');
      editor.brush.mode.set('eraser');
      editor.tools.refresh();
    },
  },
];
