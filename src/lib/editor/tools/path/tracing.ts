/** The line follows the pointer; letting go keeps the points it cannot do without, and ends what began with it. */
import { MAX_VERTICES, thinPath } from '#lib/model/shapes/path.ts';
import { simplify } from '#lib/model/shapes/simplify.ts';
import type { Editor } from '../../editor.ts';
import type { StateHandlers } from '../../tool.ts';
import { finish, isOn, showDrawn } from './finish.ts';
import { back } from './placing.ts';
import { idleWith, type Drawn, type PathState } from './state.ts';

/** How far the kept points may leave the line that was drawn, in CSS pixels. */
const TOLERANCE_PX = 1.5;
/** Longest way of the pointer that is followed, in points: minutes. */
const LONGEST = 20_000;

type Tracing = Extract<PathState, { kind: 'tracing' }>;

export const tracing: StateHandlers<PathState, 'tracing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return back(state, state.points);
    if (input.type !== 'move' && input.type !== 'up') return state;
    const { trace } = state;
    const at = editor.viewport.toImage(input.at);
    const grown = isOn(editor, at, trace.at(-1)) || trace.length >= LONGEST ? trace : [...trace, at];
    if (input.type === 'move') return { ...state, trace: grown };
    const drawn = withTrace(editor, { ...state, trace: [...trace, at] });
    return state.points.length === 0 ? finish(editor, drawn) : { ...drawn, kind: 'placing', to: null };
  },
  cancel: (_editor, { shape }) => idleWith(shape),
  show: (editor, state) =>
    showDrawn(editor, withTrace(editor, state), 'Let go to end the line; Esc gives up.'),
};

/** The points set before, and those the trace cannot do without. */
function withTrace({ viewport }: Editor, { shape, frame, points, trace }: Tracing): Drawn {
  const all = [...points, ...simplify(trace, TOLERANCE_PX / viewport.state.value.scale)];
  return { shape, frame, points: thinPath(all, MAX_VERTICES) };
}
