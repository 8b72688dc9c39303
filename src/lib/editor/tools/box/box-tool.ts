/** Draw boxes. The tool stays at hand after each one. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { choosing } from './choosing.ts';
import { drawing } from './drawing.ts';
import { idle } from './idle.ts';
import { pointing } from './pointing.ts';
import { IDLE, type BoxState } from './state.ts';
import { stretching } from './stretching.ts';

export function boxTool(editor: Editor): Tool {
  return new StateMachine<BoxState>('box', editor, { idle, pointing, drawing, stretching, choosing }, IDLE);
}
