/** A handle follows the pointer; Shift keeps the proportions. */
import { TURN } from '#lib/model/shapes/rotated-box.ts';
import { opsSeen } from '#lib/model/shapes/stretched.ts';
import { vertexOf } from '#lib/model/shapes/vertices.ts';
import { reshape } from '../../deeds/track.ts';
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type SelectState } from './state.ts';

export const resizing: StateHandlers<SelectState, 'resizing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type !== 'move' && input.type !== 'up') return state;
    const ops = opsSeen(state.before.kind, editor.viewport.aspect);
    const at = editor.viewport.toImage(input.at);
    const now = ops.dragHandle(state.before, state.handle, at, input.shift);
    if (input.type === 'move') return { ...state, now };
    reshape(editor, state.ref.id, state.frame, now, verbOf(state.handle));
    return IDLE;
  },
  cancel: () => IDLE,
  show: (editor, { ref, frame, now, handle, cursor }) => ({
    cursor,
    hint: `${hintOf(handle)}Let go to set ${editor.captionOf(ref)}; Esc gives up.`,
    draft: { ref: `track:${ref.id}`, frame, shape: now, color: editor.colorOf(ref) },
  }),
};

function verbOf(handle: string): string {
  if (handle === TURN) return 'turn';
  return vertexOf(handle) === undefined ? 'resize' : 'move a point of';
}

function hintOf(handle: string): string {
  if (handle === TURN) return 'Shift turns by steps of 15°. ';
  return vertexOf(handle) === undefined ? 'Shift keeps the proportions. ' : '';
}
