/** The box is drawn and its label is asked for; another press, or the answer, ends it. */
import type { StateHandlers } from '../../tool.ts';
import { showStretched } from './finish.ts';
import { idle } from './idle.ts';
import { IDLE, type BoxState } from './state.ts';

export const choosing: StateHandlers<BoxState, 'choosing'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down') return state;
    this.cancel(editor, state);
    return idle.pointer(editor, IDLE as Extract<BoxState, { kind: 'idle' }>, input);
  },
  cancel(editor) {
    if (editor.asks.value?.kind === 'pick-label') editor.answered();
    return IDLE;
  },
  show: (editor, state) => ({
    ...showStretched(editor, state),
    hint: 'Choose a label; Esc throws the box away.',
  }),
};
