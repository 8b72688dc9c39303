/** A handle follows the pointer; Shift keeps the proportions. */
import { opsOf } from '#lib/model/shape.ts';
import { TURN } from '#lib/model/shapes/rotated-box.ts';
import { reshape } from '../../deeds/track.ts';
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type SelectState } from './state.ts';

export const resizing: StateHandlers<SelectState, 'resizing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type !== 'move' && input.type !== 'up') return state;
    const ops = opsOf(state.before.kind);
    const at = editor.viewport.toImage(input.at);
    const now = ops.dragHandle(state.before, state.handle, at, input.shift);
    if (input.type === 'move') return { ...state, now };
    reshape(editor, state.ref.id, state.frame, now, state.handle === TURN ? 'turn' : 'resize');
    return IDLE;
  },
  cancel: () => IDLE,
  show: (editor, { ref, frame, now, handle, cursor }) => ({
    cursor,
    hint: `${handle === TURN ? 'Shift turns by steps of 15°' : 'Shift keeps the proportions'}; let go to set ${editor.captionOf(ref)}; Esc gives up.`,
    draft: { ref: `track:${ref.id}`, frame, shape: now, color: editor.colorOf(ref) },
  }),
};
