/** The first corner was clicked; the second click makes it. */
import type { StateHandlers } from '../../tool.ts';
import { finish, showStretched } from './finish.ts';
import { idleWith, squared, type CornerState } from './state.ts';

export const stretching: StateHandlers<CornerState, 'stretching'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return idleWith(state.shape);
    if (input.type === 'leave') return state;
    const to = squared(state.from, editor.viewport.toImage(input.at), input.shift);
    const clicked = input.type === 'up' && input.button === 0;
    return clicked ? finish(editor, { ...state, to }, input.at) : { ...state, to };
  },
  cancel: (_editor, { shape }) => idleWith(shape),
  show: showStretched,
};
