/** A rectangle is stretched on empty ground; what it touches is selected on release. */
import { rectBetween } from '#lib/model/geometry.ts';
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type SelectState } from './state.ts';

export const marquee: StateHandlers<SelectState, 'marquee'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type !== 'move' && input.type !== 'up') return state;
    const to = editor.viewport.toImage(input.at);
    if (input.type === 'move') return { ...state, to };
    const found = editor.scene.within(editor.playhead.shown.value, rectBetween(state.from, to));
    const refs = found.map(({ track }) => ({ kind: 'track', id: track.id }) as const);
    editor.selection.set(state.adding ? [...editor.selection.refs.value, ...refs] : refs);
    return IDLE;
  },
  cancel: () => IDLE,
  show: (_editor, { from, to }) => ({
    cursor: 'crosshair',
    hint: 'What the rectangle touches is selected; Esc gives up.',
    marquee: rectBetween(from, to),
  }),
};
