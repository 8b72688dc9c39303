/** Select, move, resize. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { dragging } from './dragging.ts';
import { idle } from './idle.ts';
import { marquee } from './marquee.ts';
import { pointing } from './pointing.ts';
import { resizing } from './resizing.ts';
import { IDLE, type SelectState } from './state.ts';

export function selectTool(editor: Editor): Tool {
  return new StateMachine<SelectState>(
    'select',
    editor,
    { idle, pointing, dragging, resizing, marquee },
    IDLE,
  );
}
