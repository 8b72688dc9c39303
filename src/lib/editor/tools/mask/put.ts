/** The end of a gesture: what was painted becomes a keyframe, or a new object whose label may have to be asked for. */
import type { ScreenPoint } from '#lib/model/geometry.ts';
import type { Mask } from '#lib/model/shapes/mask.ts';
import { putMask } from '../../deeds/mask.ts';
import { isLabelAsked } from '../../deeds/track.ts';
import type { Editor } from '../../editor.ts';
import type { Showing } from '../../tool.ts';
import { IDLE, type MaskState, type Onto } from './state.ts';

export function put(editor: Editor, onto: Onto, at: ScreenPoint): MaskState {
  const mask = putMask(editor, onto, onto.bitmap, at);
  const asks = mask && !onto.ref && isLabelAsked(editor);
  return asks ? { kind: 'choosing', frame: onto.frame, mask } : IDLE;
}

/** What is painted so far, for oneself and the others. */
export function showMask(
  editor: Editor,
  { ref, frame }: Pick<Onto, 'ref' | 'frame'>,
  mask: Mask | undefined,
  hint: string,
): Showing {
  const color = ref ? editor.colorOf(ref) : editor.armedColor();
  return {
    cursor: 'crosshair',
    hint,
    ...(mask && { draft: { ref: ref && `track:${ref.id}`, frame, shape: mask, color } }),
  };
}
