/** From a stretched box to a track: at once with a label armed, else after asking for one. */
import type { ScreenPoint } from '#lib/model/geometry.ts';
import { createTrack } from '../../deeds/track.ts';
import type { Editor } from '../../editor.ts';
import type { Showing } from '../../tool.ts';
import { CLICK_PX } from '../distance.ts';
import { boxOf, IDLE, type BoxState } from './state.ts';

type Stretched = Extract<BoxState, { kind: 'drawing' | 'stretching' | 'choosing' }>;

/** The next state. A box smaller on the screen than a click's tremble was not meant: it waits for its second corner. */
export function finish(editor: Editor, state: Stretched, at: ScreenPoint): BoxState {
  const { viewport } = editor;
  const shape = boxOf(state.from, state.to, false);
  if (shape.w * viewport.scaleX < CLICK_PX || shape.h * viewport.state.value.scale < CLICK_PX) {
    return { ...state, kind: 'stretching' };
  }
  createTrack(editor, state.frame, shape, at);
  return editor.armed.value === null ? { ...state, kind: 'choosing' } : IDLE;
}

export function showStretched(editor: Editor, { frame, from, to }: Stretched): Showing {
  return {
    cursor: 'crosshair',
    hint: 'Shift makes it square; Esc gives up.',
    draft: { ref: null, frame, shape: boxOf(from, to, false), color: editor.armedColor() },
  };
}
