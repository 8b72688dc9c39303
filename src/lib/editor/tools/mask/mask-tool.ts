/** Paint masks: brush, eraser, filled lines, and regions that grow. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { choosing } from './choosing.ts';
import { growing } from './growing.ts';
import { idle } from './idle.ts';
import { outlining } from './outlining.ts';
import { painting } from './painting.ts';
import { IDLE, type MaskState } from './state.ts';

export function maskTool(editor: Editor): Tool {
  return new StateMachine<MaskState>('mask', editor, { idle, painting, outlining, growing, choosing }, IDLE);
}
