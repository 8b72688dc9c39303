/** Pin a comment to a place on the picture. */
import type { Editor } from '../../editor.ts';
import { StateMachine, type Tool } from '../../tool.ts';
import { idle } from './idle.ts';
import { pointing } from './pointing.ts';
import { IDLE, type CommentState } from './state.ts';

export function commentTool(editor: Editor): Tool {
  return new StateMachine<CommentState>('comment', editor, { idle, pointing }, IDLE);
}
