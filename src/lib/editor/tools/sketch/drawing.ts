/** The line follows the pen, on every screen. */
import { simplify } from '#lib/model/shapes/simplify.ts';
import type { Editor } from '../../editor.ts';
import type { StateHandlers } from '../../tool.ts';
import { IDLE, type SketchState } from './state.ts';

/** How far the kept points may leave the line that was drawn, in CSS pixels. */
const TOLERANCE_PX = 1.5;
/** Longest way of the pen that is followed, in points. */
const LONGEST = 4000;

type Drawing = Extract<SketchState, { kind: 'drawing' }>;

export const drawing: StateHandlers<SketchState, 'drawing'> = {
  pointer(editor, state, { type, at }) {
    if (type === 'cancel' || type === 'leave') return state;
    if (type !== 'move' && type !== 'up') return state;
    const points =
      state.points.length < LONGEST ? [...state.points, editor.viewport.toImage(at)] : state.points;
    show(editor, { ...state, points }, type === 'up');
    return type === 'up' ? IDLE : { ...state, points };
  },
  cancel(editor, state) {
    show(editor, state, true);
    return IDLE;
  },
  show: () => ({ cursor: 'crosshair', hint: 'Let go to end the line.' }),
};

function show(editor: Editor, { id, frame, points }: Drawing, lifted: boolean): void {
  const kept = simplify(points, TOLERANCE_PX / editor.viewport.state.value.scale);
  if (kept.length > 1) editor.sketches.draw(id, frame, kept, lifted);
}
