/** A press marks the moment: the picture stops there. On a pin that is there already it reads what that says. */
import type { StateHandlers } from '../../tool.ts';
import { PIN_HINT, pinUnder } from '../../pins.ts';
import type { CommentState } from './state.ts';

export const idle: StateHandlers<CommentState, 'idle'> = {
  pointer(editor, state, { type, button, at }) {
    if (type !== 'down' || button !== 0) return state;
    const pin = pinUnder(editor, at);
    if (pin) editor.readThread(pin.comment);
    if (pin || !editor.mayComment()) return state;
    editor.playhead.pause();
    return { kind: 'pointing', from: at, frame: editor.playhead.shown.value };
  },
  cancel: (_editor, state) => state,
  show(editor) {
    const at = editor.tools.pointerAt.value;
    if (at && pinUnder(editor, editor.viewport.toScreen(at))) return { cursor: 'pointer', hint: PIN_HINT };
    return { cursor: 'crosshair', hint: 'Click the place the comment is about; Esc leaves the tool.' };
  },
};
