/** Draw skeletons: joint by joint, or the usual pose over a rectangle. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { idle } from './idle.ts';
import { placing } from './placing.ts';
import { pressing } from './pressing.ts';
import { IDLE, type SkeletonState } from './state.ts';
import { stretching } from './stretching.ts';

export function skeletonTool(editor: Editor): Tool {
  return new StateMachine<SkeletonState>('skeleton', editor, { idle, pressing, placing, stretching }, IDLE);
}
