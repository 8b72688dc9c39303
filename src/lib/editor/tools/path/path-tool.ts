/** Draw what goes through points: polygons, polylines, points; clicked one by one or drawn freehand. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { choosing } from './choosing.ts';
import { idle } from './idle.ts';
import { placing } from './placing.ts';
import { pressing } from './pressing.ts';
import { idleWith, type PathKind, type PathState } from './state.ts';
import { tracing } from './tracing.ts';

export function pathTool(editor: Editor, shape: PathKind): Tool {
  const states = { idle, pressing, placing, tracing, choosing };
  return new StateMachine<PathState>(shape, editor, states, idleWith(shape));
}
