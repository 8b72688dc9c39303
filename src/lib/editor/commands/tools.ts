/** Taking a tool in hand. */
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Command } from '../command.ts';
import { freehandKind, takeTool } from '../deeds/drawing.ts';
import type { Editor } from '../editor.ts';

/** Esc, from the nearest thing to the farthest: gesture, question, tool, selection. */
function escape(editor: Editor): void {
  if (editor.tools.cancel()) return;
  if (editor.asks.value) editor.answered();
  else if (editor.tools.active.value !== 'select') editor.tools.choose('select');
  else editor.selection.clear();
}

function draw(kind: ShapeKind, caption: string, key: string): Command {
  return {
    id: `tools.${kind}`,
    caption,
    keys: [key],
    group: 'Tools',
    undo: 'never',
    needs: 'the right to edit',
    when: ({ canEdit }) => canEdit.value,
    run: (editor) => takeTool(editor, kind),
  };
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
  draw('box', 'Draw boxes', 'B'),
  draw('rotated-box', 'Draw boxes that may be turned', 'Shift+B'),
  draw('ellipse', 'Draw ellipses', 'E'),
  draw('polygon', 'Draw polygons: click points, or drag freehand', 'P'),
  draw('polyline', 'Draw lines: click points, or drag freehand', 'N'),
  draw('point', 'Draw points (dots)', 'D'),
  draw('skeleton', 'Draw skeletons: joint by joint, or the usual pose', 'Y'),
  draw('cuboid', 'Draw cuboids (blocks in perspective)', 'Shift+D'),
  {
    id: 'tools.freehand',
    caption: 'Draw freehand: an outline, or a line where only that fits',
    keys: ['F'],
    group: 'Tools',
    undo: 'never',
    needs: 'the right to edit',
    when: ({ canEdit }) => canEdit.value,
    run: (editor) => takeTool(editor, freehandKind(editor)),
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
    needs: 'the right to comment',
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
