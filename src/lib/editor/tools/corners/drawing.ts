/** It is stretched with the button held; letting go makes it. */
import type { StateHandlers } from '../../tool.ts';
import { finish, showStretched } from './finish.ts';
import { idleWith, squared, type CornerState } from './state.ts';

export const drawing: StateHandlers<CornerState, 'drawing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return idleWith(state.shape);
    if (input.type !== 'move' && input.type !== 'up') return state;
    const to = squared(state.from, editor.viewport.toImage(input.at), input.shift);
    if (input.type === 'move') return { ...state, to };
    return finish(editor, { ...state, to }, input.at);
  },
  cancel: (_editor, { shape }) => idleWith(shape),
  show: showStretched,
};
