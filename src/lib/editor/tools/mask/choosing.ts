/** It is painted and its label is asked for; another press, or the answer, ends it. */
import type { StateHandlers } from '../../tool.ts';
import { idle } from './idle.ts';
import { showMask } from './put.ts';
import { IDLE, type MaskState } from './state.ts';

export const choosing: StateHandlers<MaskState, 'choosing'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down') return state;
    this.cancel(editor, state);
    return idle.pointer(editor, { kind: 'idle' }, input);
  },
  cancel(editor) {
    if (editor.asks.value?.kind === 'pick-label') editor.answered();
    return IDLE;
  },
  show: (editor, { frame, mask }) =>
    showMask(editor, { ref: null, frame }, mask, 'Choose a label; Esc throws the mask away.'),
};
