/** Nothing is drawn yet. */
import { aShape } from '#lib/model/shape.ts';
import type { StateHandlers } from '../../tool.ts';
import { byKey, hintOf } from '../key-hint.ts';
import type { CornerState } from './state.ts';

export const idle: StateHandlers<CornerState, 'idle'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0 || !editor.mayEdit()) return state;
    editor.playhead.pause();
    return {
      kind: 'pointing',
      shape: state.shape,
      frame: editor.playhead.shown.value,
      from: editor.viewport.toImage(input.at),
      pressedAt: input.at,
    };
  },
  cancel: (_editor, state) => state,
  show(editor, { shape }) {
    const what = `Draw ${editor.armedName() ?? aShape(shape)}`;
    return {
      cursor: 'crosshair',
      hint: hintOf(
        `${what}: drag, or click two corners`,
        byKey(editor, 'objects.drop', 'puts one in the middle'),
        'Esc leaves the tool',
      ),
    };
  },
};
