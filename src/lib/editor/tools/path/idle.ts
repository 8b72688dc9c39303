/** No point is set yet. */
import { aShape } from '#lib/model/shape.ts';
import type { StateHandlers } from '../../tool.ts';
import { byKey, hintOf } from '../key-hint.ts';
import type { PathState } from './state.ts';

export const idle: StateHandlers<PathState, 'idle'> = {
  pointer(editor, { shape, ...state }, input) {
    if (input.type !== 'down' || input.button !== 0 || !editor.mayEdit()) return { shape, ...state };
    editor.playhead.pause();
    return { kind: 'pressing', shape, frame: editor.playhead.shown.value, points: [], pressedAt: input.at };
  },
  cancel: (_editor, state) => state,
  show(editor, { shape }) {
    const what = `Draw ${editor.armedName() ?? aShape(shape)}`;
    const how =
      shape === 'point'
        ? 'click, with Shift for several that belong together'
        : 'click its points, or drag freehand';
    return {
      cursor: 'crosshair',
      hint: hintOf(
        `${what}: ${how}`,
        byKey(editor, 'objects.drop', 'puts one in the middle'),
        'Esc leaves the tool',
      ),
    };
  },
};
