/** From two corners to a track: at once with a label armed, else after asking for one. */
import type { ScreenPoint } from '#lib/model/geometry.ts';
import { createTrack, isLabelAsked } from '../../deeds/track.ts';
import type { Editor } from '../../editor.ts';
import type { Showing } from '../../tool.ts';
import { CLICK_PX } from '../distance.ts';
import { idleWith, shapeOf, type CornerState } from './state.ts';

type Stretched = Extract<CornerState, { kind: 'drawing' | 'stretching' | 'choosing' }>;

/** The next state. What is smaller on the screen than a click's tremble was not meant: it waits for its second corner. */
export function finish(editor: Editor, state: Stretched, at: ScreenPoint): CornerState {
  const { viewport } = editor;
  const { shape, from, to } = state;
  const [wide, high] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  if (wide * viewport.scaleX < CLICK_PX || high * viewport.state.value.scale < CLICK_PX) {
    return { ...state, kind: 'stretching' };
  }
  createTrack(editor, state.frame, shapeOf(shape, from, to), at);
  return isLabelAsked(editor) ? { ...state, kind: 'choosing' } : idleWith(shape);
}

export function showStretched(editor: Editor, { shape, frame, from, to }: Stretched): Showing {
  return {
    cursor: 'crosshair',
    hint:
      shape === 'ellipse' ? 'Shift makes it round; Esc gives up.' : 'Shift makes it square; Esc gives up.',
    draft: { ref: null, frame, shape: shapeOf(shape, from, to), color: editor.armedColor() },
  };
}
