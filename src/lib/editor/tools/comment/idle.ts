/** A press marks the moment: the picture stops there. */
import type { StateHandlers } from '../../tool.ts';
import type { CommentState } from './state.ts';

export const idle: StateHandlers<CommentState, 'idle'> = {
  pointer(editor, state, { type, button, at }) {
    if (type !== 'down' || button !== 0 || !editor.mayComment()) return state;
    editor.playhead.pause();
    return { kind: 'pointing', from: at, frame: editor.playhead.shown.value };
  },
  cancel: (_editor, state) => state,
  show: () => ({ cursor: 'crosshair', hint: 'Click the place the comment is about; Esc leaves the tool.' }),
};
