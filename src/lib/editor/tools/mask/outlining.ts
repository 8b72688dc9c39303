/** A line is drawn round what is to be filled: clicked point by point, or freehand with the button held. */
import type { ImagePoint } from '#lib/model/geometry.ts';
import type { Editor } from '../../editor.ts';
import type { PointerInput, StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { byKey, hintOf } from '../key-hint.ts';
import { put } from './put.ts';
import { IDLE, type MaskState } from './state.ts';

type Outlining = Extract<MaskState, { kind: 'outlining' }>;

/** Longest line that is followed, in points. */
const LONGEST = 20_000;

export const outlining: StateHandlers<MaskState, 'outlining'> = {
  pointer(editor, state, input) {
    const at = editor.viewport.toImage(input.at);
    if (input.type === 'cancel') return { ...state, pressedAt: null };
    if (input.type === 'leave') return { ...state, to: null };
    if (input.type === 'down' && input.button === 0) return pressed(editor, state, input, at);
    if (input.type === 'up' && state.pressedAt)
      return state.freehand ? fill(editor, state) : { ...state, pressedAt: null, to: at };
    if (input.type !== 'move' || !state.pressedAt) return { ...state, to: at };
    const far = state.freehand || hasMoved(state.pressedAt, input.at);
    return far && state.points.length < LONGEST
      ? { ...state, freehand: true, points: [...state.points, at], to: null }
      : state;
  },
  cancel: () => IDLE,
  finish: (editor, state) => fill(editor, state),
  takeBack(_editor, state) {
    const points = state.points.slice(0, -1);
    return points.length === 0 ? IDLE : { ...state, points };
  },
  show(editor, { ref, frame, points, to }) {
    const line = to ? [...points, to] : points;
    const color = ref ? editor.colorOf(ref) : editor.armedColor();
    return {
      cursor: 'crosshair',
      hint: hintOf(
        byKey(editor, 'drawing.finish', 'or a double click fills it') || 'a double click fills it',
        byKey(editor, 'drawing.take-back', 'takes the last point back'),
        'Esc gives up',
      ),
      ...(line.length > 1 && {
        draft: { ref: null, frame, shape: { kind: 'polyline', points: line }, color },
      }),
    };
  },
};

/** On the first point or the last one it is closed; elsewhere it goes on. */
function pressed(
  editor: Editor,
  state: Outlining,
  { at: pressedAt }: PointerInput,
  at: ImagePoint,
): MaskState {
  const ends = [state.points[0], state.points.at(-1)];
  const closes = ends.some((end) => end && !hasMoved(editor.viewport.toScreen(end), pressedAt));
  if (closes && state.points.length > 2) return fill(editor, state);
  return closes ? state : { ...state, points: [...state.points, at], pressedAt, to: null };
}

function fill(editor: Editor, state: Outlining): MaskState {
  const last = state.points.at(-1);
  if (!last || state.points.length < 3) return { ...state, pressedAt: null };
  state.bitmap.fillPath(state.points, state.erase ? 0 : 1);
  return put(editor, state, editor.viewport.toScreen(last));
}
