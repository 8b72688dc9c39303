/** The place is pressed; letting go asks for the words. A comment on an object is made from the selection (C). */
import { hundredth } from '#lib/model/geometry.ts';
import type { StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { IDLE, type CommentState } from './state.ts';

export const pointing: StateHandlers<CommentState, 'pointing'> = {
  pointer(editor, state, { type, at }) {
    if (type === 'cancel') return IDLE;
    if (type !== 'up') return state;
    const { x, y } = editor.viewport.toImage(hasMoved(state.from, at) ? at : state.from);
    const place = { x: hundredth(x), y: hundredth(y) };
    editor.ask({ kind: 'comment', anchor: { kind: 'place', frame: state.frame, at: place } });
    return IDLE;
  },
  cancel: () => IDLE,
  show: () => ({ cursor: 'crosshair', hint: 'Let go where the comment belongs.' }),
};
