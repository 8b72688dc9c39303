/** The button is down: letting go places a joint; moving on at the first one stretches the usual pose. */
import type { StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { showPlaced, withNext } from './place.ts';
import { IDLE, type SkeletonState } from './state.ts';

export const pressing: StateHandlers<SkeletonState, 'pressing'> = {
  pointer(editor, state, input) {
    const { frame, label, joints, pressedAt } = state;
    if (input.type === 'cancel')
      return joints.length > 0 ? { kind: 'placing', frame, label, joints, to: null } : IDLE;
    const { viewport } = editor;
    if (input.type === 'move' && joints.length === 0 && hasMoved(pressedAt, input.at))
      return {
        kind: 'stretching',
        frame,
        label,
        from: viewport.toImage(pressedAt),
        to: viewport.toImage(input.at),
      };
    if (input.type !== 'up') return state;
    const at = viewport.toImage(input.at);
    return withNext(editor, state, { ...at, state: input.alt ? 'occluded' : 'visible' });
  },
  cancel: () => IDLE,
  show: (editor, state) => showPlaced(editor, state, editor.viewport.toImage(state.pressedAt)),
};
