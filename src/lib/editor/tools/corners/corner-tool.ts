/** Draw what goes from corner to corner: boxes, rotated boxes, ellipses. The tool stays at hand after each one. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { choosing } from './choosing.ts';
import { drawing } from './drawing.ts';
import { idle } from './idle.ts';
import { pointing } from './pointing.ts';
import { idleWith, type CornerKind, type CornerState } from './state.ts';
import { stretching } from './stretching.ts';

export function cornerTool(editor: Editor, shape: CornerKind): Tool {
  const states = { idle, pointing, drawing, stretching, choosing };
  return new StateMachine<CornerState>(shape, editor, states, idleWith(shape));
}
