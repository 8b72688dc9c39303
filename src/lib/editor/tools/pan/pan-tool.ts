/** Move the picture in its pane. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { idle } from './idle.ts';
import { panning } from './panning.ts';
import { IDLE, type PanState } from './state.ts';

export function panTool(editor: Editor): Tool {
  return new StateMachine<PanState>('pan', editor, { idle, panning }, IDLE);
}
