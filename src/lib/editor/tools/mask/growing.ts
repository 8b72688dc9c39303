/** A region grows beside the page: it comes by itself, and is given up by Esc, another press or another tool. */
import type { StateHandlers } from '../../tool.ts';
import { idle } from './idle.ts';
import { IDLE, type MaskState } from './state.ts';

export const growing: StateHandlers<MaskState, 'growing'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0) return state;
    this.cancel(editor, state);
    return idle.pointer(editor, { kind: 'idle' }, input);
  },
  cancel(_editor, { leave }) {
    leave.abort();
    return IDLE;
  },
  /** The region has come, or will not; Enter meanwhile changes nothing. */
  finish: (_editor, state) => (state.isOver() ? IDLE : state),
  show: () => ({ cursor: 'progress', hint: 'The region grows; Esc gives it up.' }),
};
