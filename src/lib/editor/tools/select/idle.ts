/** Nothing is pressed: the cursor says what a press would take hold of. */
import { opsOf } from '#lib/model/shape.ts';
import type { Editor } from '../../editor.ts';
import type { StateHandlers } from '../../tool.ts';
import { PIN_HINT, pinUnder } from '../../pins.ts';
import { handleUnder, objectUnder, type Grip } from './grip.ts';
import { byKey, hintOf } from '../key-hint.ts';
import { changePoint } from './points.ts';
import { IDLE, type SelectState } from './state.ts';

export const idle: StateHandlers<SelectState, 'idle'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0) return state;
    const handle = handleUnder(editor, input.at);
    const pin = handle ? undefined : pinUnder(editor, input.at);
    if (pin) {
      editor.readThread(pin.comment);
      return state;
    }
    const grip = handle ?? objectUnder(editor, input.at);
    if (input.alt && grip && changePoint(editor, grip, input)) return IDLE;
    const { clicked } = state;
    return { kind: 'pointing', from: input.at, grip, ...(clicked && { clicked }) };
  },
  cancel: (_editor, state) => state,
  show(editor) {
    const at = editor.tools.pointerAt.value;
    const screen = at && editor.viewport.toScreen(at);
    const handle = screen && handleUnder(editor, screen);
    if (screen && !handle && pinUnder(editor, screen)) return { cursor: 'pointer', hint: PIN_HINT };
    const grip = handle ?? (screen ? objectUnder(editor, screen) : null);
    return {
      cursor: grip ? (grip.handle?.cursor ?? 'move') : 'default',
      hint: hintAt(editor, grip),
    };
  },
};

function hintAt(editor: Editor, grip: Grip | null): string {
  const vertices = grip ? opsOf(grip.shape.kind).vertices : null;
  if (vertices && !vertices.fixed && vertices.least > 1)
    return 'Drag to move; double click or Alt+click an edge adds a point, Alt+click a point removes it.';
  return editor.selection.refs.value.length > 0
    ? hintOf(
        'Drag to move, handles to resize',
        byKey(editor, 'objects.move-left', 'and its like move by 1 px').replace('← and its like', 'arrows'),
        byKey(editor, 'objects.delete', 'deletes'),
      )
    : 'Click an object to select it; drag on empty ground to select several.';
}
