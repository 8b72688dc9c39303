/** The brush follows the pointer; letting go sets what was painted, in one transaction. */
import type { ImagePoint } from '#lib/model/geometry.ts';
import { maskOf } from '#lib/model/shapes/mask.ts';
import type { Editor } from '../../editor.ts';
import type { StateHandlers } from '../../tool.ts';
import { put, showMask } from './put.ts';
import { IDLE, type MaskState } from './state.ts';

type Painting = Extract<MaskState, { kind: 'painting' }>;

export const painting: StateHandlers<MaskState, 'painting'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type !== 'move' && input.type !== 'up') return state;
    const next = paint(editor, state, editor.viewport.toImage(input.at));
    return input.type === 'move' ? next : put(editor, next, input.at);
  },
  cancel: () => IDLE,
  show: (editor, state) => showMask(editor, state, state.mask, 'Let go to set it; Esc gives up.'),
};

/** The stroke goes on to a place. */
export function paint(editor: Editor, state: Painting, to: ImagePoint): Painting {
  const { bitmap, last, erase } = state;
  bitmap.stroke(last, to, editor.brush.size.value / 2, erase ? 0 : 1);
  return { ...state, last: to, mask: maskOf(bitmap) ?? state.mask };
}
