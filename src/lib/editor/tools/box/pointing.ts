/** The first corner is pressed. */
import type { StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { IDLE, squared, type BoxState } from './state.ts';

export const pointing: StateHandlers<BoxState, 'pointing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    const { frame, from, pressedAt } = state;
    const to = squared(from, editor.viewport.toImage(input.at), input.shift);
    if (input.type === 'up') return { kind: 'stretching', frame, from, pressedAt, to };
    if (input.type !== 'move' || !hasMoved(pressedAt, input.at)) return state;
    return { kind: 'drawing', frame, from, pressedAt, to };
  },
  cancel: () => IDLE,
  show: () => ({ cursor: 'crosshair', hint: 'Drag to the opposite corner, or let go and click it.' }),
};
