/** The usual pose is stretched from corner to corner; letting go makes it. */
import { rectBetween } from '#lib/model/geometry.ts';
import { poseIn } from '../../deeds/skeleton.ts';
import { makeTrack } from '../../deeds/track.ts';
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type SkeletonState } from './state.ts';

export const stretching: StateHandlers<SkeletonState, 'stretching'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type !== 'move' && input.type !== 'up') return state;
    const to = editor.viewport.toImage(input.at);
    if (input.type === 'move') return { ...state, to };
    const shape = poseIn(editor, state.label, rectBetween(state.from, to));
    if (shape && editor.mayEdit()) makeTrack(editor, state.label, state.frame, shape);
    return IDLE;
  },
  cancel: () => IDLE,
  show(editor, { frame, label, from, to }) {
    const shape = poseIn(editor, label, rectBetween(from, to));
    return {
      cursor: 'crosshair',
      hint: 'Let go to set it in its usual pose, then drag the joints that lie elsewhere; Esc gives up.',
      ...(shape && { draft: { ref: null, frame, shape, color: editor.armedColor() } }),
    };
  },
};
