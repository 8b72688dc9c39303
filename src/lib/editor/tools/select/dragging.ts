/** An object follows the pointer; it is set down at the frame on which it was taken. */
import { opsOf } from '#lib/model/shape.ts';
import { reshape } from '../../deeds/track.ts';
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type SelectState } from './state.ts';

export const dragging: StateHandlers<SelectState, 'dragging'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type !== 'move' && input.type !== 'up') return state;
    const at = editor.viewport.toImage(input.at);
    const now = opsOf(state.before.kind).move(state.before, at.x - state.from.x, at.y - state.from.y);
    if (input.type === 'move') return { ...state, now };
    reshape(editor, state.ref.id, state.frame, now, 'move');
    return IDLE;
  },
  cancel: () => IDLE,
  show: (editor, { ref, frame, now }) => ({
    cursor: 'move',
    hint: `Let go to set ${editor.captionOf(ref)} here; Esc gives up.`,
    draft: { ref: `track:${ref.id}`, frame, shape: now, color: editor.colorOf(ref) },
  }),
};
