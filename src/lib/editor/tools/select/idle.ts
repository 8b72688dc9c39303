/** Nothing is pressed: the cursor says what a press would take hold of. */
import type { StateHandlers } from '../../tool.ts';
import { handleUnder, objectUnder } from './grip.ts';
import type { SelectState } from './state.ts';

export const idle: StateHandlers<SelectState, 'idle'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0) return state;
    const grip = handleUnder(editor, input.at) ?? objectUnder(editor, input.at);
    return { kind: 'pointing', from: input.at, grip };
  },
  cancel: (_editor, state) => state,
  show(editor) {
    const at = editor.tools.pointerAt.value;
    const screen = at && editor.viewport.toScreen(at);
    const grip = screen && (handleUnder(editor, screen) ?? objectUnder(editor, screen));
    const hint =
      editor.selection.refs.value.length > 0
        ? 'Drag to move, handles to resize; Ctrl+Shift+arrows move by 1 px, Del deletes.'
        : 'Click an object to select it; drag on empty ground to select several.';
    return { cursor: grip ? (grip.handle?.cursor ?? 'move') : 'default', hint };
  },
};
