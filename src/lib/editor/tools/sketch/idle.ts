/** The pen is over the picture. */
import type { StateHandlers } from '../../tool.ts';
import type { SketchState } from './state.ts';

export const idle: StateHandlers<SketchState, 'idle'> = {
  pointer(editor, state, { type, button, at }) {
    if (type !== 'down' || button !== 0) return state;
    const points = [editor.viewport.toImage(at)];
    return { kind: 'drawing', id: editor.sketches.next(), frame: editor.playhead.shown.value, points };
  },
  cancel: (_editor, state) => state,
  show: () => ({
    cursor: 'crosshair',
    hint: 'Draw: everybody sees it for some seconds. C keeps it as a comment.',
  }),
};
