/** The button is down: letting go sets a point, or ends the line; moving on draws freehand. */
import type { StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { finish, isOn, showDrawn } from './finish.ts';
import { back, placing } from './placing.ts';
import type { PathState } from './state.ts';

export const pressing: StateHandlers<PathState, 'pressing'> = {
  pointer(editor, state, input) {
    const { shape, frame, points, pressedAt } = state;
    if (input.type === 'cancel') return back(state, points);
    const pressed = editor.viewport.toImage(pressedAt);
    if (input.type === 'move' && shape !== 'point' && hasMoved(pressedAt, input.at)) {
      return { kind: 'tracing', shape, frame, points, trace: [pressed, editor.viewport.toImage(input.at)] };
    }
    if (input.type !== 'up') return state;
    if (shape === 'point') {
      const all = [...points, editor.viewport.toImage(input.at)];
      return input.shift
        ? { kind: 'placing', shape, frame, points: all, to: null }
        : finish(editor, { ...state, points: all });
    }
    // On the first point it is closed, on the last one (a double click) ended.
    const closes = shape === 'polygon' && points.length > 2 && isOn(editor, pressed, points[0]);
    if (closes || isOn(editor, pressed, points.at(-1))) return finish(editor, state);
    return { kind: 'placing', shape, frame, points: [...points, pressed], to: null };
  },
  cancel: (editor, state) => placing.cancel(editor, { ...state, kind: 'placing', to: null }),
  show: (editor, state) =>
    showDrawn(
      editor,
      { ...state, points: [...state.points, editor.viewport.toImage(state.pressedAt)] },
      'Let go to set a point; move to draw freehand.',
    ),
};
