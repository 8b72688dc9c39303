/** The first corner was clicked; the second click makes the box. */
import type { StateHandlers } from '../../tool.ts';
import { finish, showStretched } from './finish.ts';
import { IDLE, squared, type BoxState } from './state.ts';

export const stretching: StateHandlers<BoxState, 'stretching'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type === 'leave') return state;
    const to = squared(state.from, editor.viewport.toImage(input.at), input.shift);
    const clicked = input.type === 'up' && input.button === 0;
    return clicked ? finish(editor, { ...state, to }, input.at) : { ...state, to };
  },
  cancel: () => IDLE,
  show: showStretched,
};
