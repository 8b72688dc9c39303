/** Nothing is drawn yet. */
import type { StateHandlers } from '../../tool.ts';
import type { BoxState } from './state.ts';

export const idle: StateHandlers<BoxState, 'idle'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0 || !editor.mayEdit()) return state;
    editor.playhead.pause();
    return {
      kind: 'pointing',
      frame: editor.playhead.shown.value,
      from: editor.viewport.toImage(input.at),
      pressedAt: input.at,
    };
  },
  cancel: (_editor, state) => state,
  show(editor) {
    const name = editor.armedName();
    const what = name ? `Draw ${name}` : 'Draw a box';
    return {
      cursor: 'crosshair',
      hint: `${what}: drag, or click two corners; Enter puts one in the middle; Esc leaves the tool.`,
    };
  },
};
