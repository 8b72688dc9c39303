/** Some joints are placed; the next one follows the pointer until it is clicked. */
import type { StateHandlers } from '../../tool.ts';
import { finishPlaced, showPlaced, withNext, withoutLast } from './place.ts';
import { IDLE, type SkeletonState } from './state.ts';

export const placing: StateHandlers<SkeletonState, 'placing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return state;
    if (input.type === 'leave') return { ...state, to: null };
    if (input.type === 'down' && input.button === 0) {
      const { frame, label, joints } = state;
      return { kind: 'pressing', frame, label, joints, pressedAt: input.at };
    }
    return { ...state, to: editor.viewport.toImage(input.at) };
  },
  cancel: () => IDLE,
  finish: finishPlaced,
  takeBack: withoutLast,
  skip: (editor, state) => withNext(editor, state, null),
  show: (editor, state) => showPlaced(editor, state, state.to),
};
