/** Draw over the picture for a moment. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { drawing } from './drawing.ts';
import { idle } from './idle.ts';
import { IDLE, type SketchState } from './state.ts';

export function sketchTool(editor: Editor): Tool {
  return new StateMachine<SketchState>('sketch', editor, { idle, drawing }, IDLE);
}
