/** The picture follows the pointer. */
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type PanState } from './state.ts';

export const panning: StateHandlers<PanState, 'panning'> = {
  pointer(editor, state, { type, at }) {
    if (type === 'leave') return state;
    if (type !== 'move') return IDLE;
    editor.viewport.pan(at.x - state.at.x, at.y - state.at.y);
    return { kind: 'panning', at };
  },
  cancel: () => IDLE,
  show: () => ({ cursor: 'grabbing', hint: 'Let go to leave the picture here.' }),
};
