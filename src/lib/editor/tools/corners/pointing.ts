/** The first corner is pressed. */
import type { StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { idleWith, squared, type CornerState } from './state.ts';

export const pointing: StateHandlers<CornerState, 'pointing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return idleWith(state.shape);
    const { shape, frame, from, pressedAt } = state;
    const to = squared(from, editor.viewport.toImage(input.at), input.shift);
    if (input.type === 'up') return { kind: 'stretching', shape, frame, from, pressedAt, to };
    if (input.type !== 'move' || !hasMoved(pressedAt, input.at)) return state;
    return { kind: 'drawing', shape, frame, from, pressedAt, to };
  },
  cancel: (_editor, { shape }) => idleWith(shape),
  show: () => ({ cursor: 'crosshair', hint: 'Drag to the opposite corner, or let go and click it.' }),
};
