/** Points are set; the next one follows the pointer until it is clicked. */
import type { ImagePoint } from '#lib/model/geometry.ts';
import { MAX_VERTICES } from '#lib/model/shapes/path.ts';
import type { StateHandlers } from '../../tool.ts';
import { byKey, hintOf } from '../key-hint.ts';
import { finish, isOn, showDrawn } from './finish.ts';
import { idleWith, type Drawn, type PathState } from './state.ts';

export const placing: StateHandlers<PathState, 'placing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return state;
    if (input.type === 'leave') return { ...state, to: null };
    if (input.type === 'down' && input.button === 0) {
      const { shape, frame, points } = state;
      if (points.length < MAX_VERTICES)
        return { kind: 'pressing', shape, frame, points, pressedAt: input.at };
      editor.say(`A shape has at most ${MAX_VERTICES} points.`, 'warn');
      return state;
    }
    return { ...state, to: editor.viewport.toImage(input.at) };
  },
  cancel: (_editor, { shape }) => idleWith(shape),
  finish,
  takeBack: (_editor, state) => back(state, state.points.slice(0, -1)),
  show(editor, state) {
    const { points, to } = state;
    const near =
      to === null || isOn(editor, to, points.at(-1)) || (points.length > 2 && isOn(editor, to, points[0]));
    const hint = hintOf(
      byKey(editor, 'drawing.finish', 'or a double click ends it') || 'a double click ends it',
      byKey(editor, 'drawing.take-back', 'takes the last point back'),
      'Esc gives up',
    );
    return showDrawn(editor, near ? state : { ...state, points: [...points, to] }, hint);
  },
};

/** Goes on with these points; with none left, nothing is under way. */
export function back({ shape, frame }: Drawn, points: readonly ImagePoint[]): PathState {
  return points.length === 0 ? idleWith(shape) : { kind: 'placing', shape, frame, points, to: null };
}
