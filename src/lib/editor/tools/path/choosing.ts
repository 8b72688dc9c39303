/** It is drawn and its label is asked for; another press, or the answer, ends it. */
import { opsOf } from '#lib/model/shape.ts';
import type { StateHandlers } from '../../tool.ts';
import { showDrawn } from './finish.ts';
import { idle } from './idle.ts';
import { idleWith, type PathState } from './state.ts';

export const choosing: StateHandlers<PathState, 'choosing'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down') return state;
    this.cancel(editor, state);
    return idle.pointer(editor, idleWith(state.shape), input);
  },
  cancel(editor, { shape }) {
    if (editor.asks.value?.kind === 'pick-label') editor.answered();
    return idleWith(shape);
  },
  show: (editor, state) =>
    showDrawn(editor, state, `Choose a label; Esc throws the ${opsOf(state.shape).name} away.`),
};
