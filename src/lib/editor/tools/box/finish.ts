/** From a stretched box to a track: at once with a label armed, else after asking for one. */
import type { ScreenPoint } from '#lib/model/geometry.ts';
import { createTrack } from '../../deeds/track.ts';
import type { Editor } from '../../editor.ts';
import type { Showing } from '../../tool.ts';
import { CLICK_PX } from '../distance.ts';
import { boxOf, type BoxState } from './state.ts';

type Stretched = Extract<BoxState, { kind: 'drawing' | 'stretching' }>;

/** False when the box is too small to have been meant: smaller than a click's tremble on the screen. */
export function finish(editor: Editor, { frame, from, to }: Stretched, at: ScreenPoint): boolean {
  const shape = boxOf(from, to, false);
  const { viewport } = editor;
  if (shape.w * viewport.scaleX < CLICK_PX || shape.h * viewport.state.value.scale < CLICK_PX) return false;
  createTrack(editor, frame, shape, at);
  return true;
}

export function showStretched(editor: Editor, { frame, from, to }: Stretched): Showing {
  return {
    cursor: 'crosshair',
    hint: 'Shift makes it square; Esc gives up.',
    draft: { ref: null, frame, shape: boxOf(from, to, false), color: editor.armedColor() },
  };
}
