/** Nothing is painted yet: a press begins a stroke, a line to be filled, or a region that grows. */
import type { BrushMode } from '../../brush.ts';
import { canvasWith, growAt, selectedMask } from '../../deeds/mask.ts';
import type { Editor } from '../../editor.ts';
import type { PointerInput, StateHandlers } from '../../tool.ts';
import { byKey, hintOf } from '../key-hint.ts';
import { mayTake } from '../select/grip.ts';
import { paint } from './painting.ts';
import type { MaskState } from './state.ts';

const HINTS: Readonly<Record<BrushMode, string>> = {
  brush: 'Paint; Alt erases',
  eraser: 'Erase; Alt paints',
  fill: 'Click or drag a line round what is to be filled; Alt takes it away',
  grow: 'Click into a region to fill what is about as bright; Alt takes it away',
};

export const idle: StateHandlers<MaskState, 'idle'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0 || !editor.mayEdit()) return state;
    const target = selectedMask(editor);
    if (target && !mayTake(editor, target.ref, input.shift)) return state;
    return begin(editor, state, input);
  },
  cancel: (_editor, state) => state,
  show(editor) {
    const target = selectedMask(editor);
    const what = target ? `${editor.captionOf(target.ref)}: ` : `New ${editor.armedName() ?? 'mask'}: `;
    const mode = editor.brush.mode.value;
    const rest = byKey(editor, 'objects.drop', target ? 'begins another' : 'puts a disc in the middle');
    return { cursor: 'crosshair', hint: hintOf(`${what}${HINTS[mode]}`, sizing(editor, mode), rest) };
  },
};

/** The two keys by which what is painted with becomes smaller and larger. */
function sizing({ commands }: Editor, mode: BrushMode): string {
  if (mode === 'fill') return '';
  const ids = mode === 'grow' ? ['painting.less', 'painting.more'] : ['painting.thinner', 'painting.thicker'];
  const keys = ids.map((id) => commands.shown.value(id)).filter((key) => key !== '');
  const what = mode === 'grow' ? 'how far' : 'the size';
  return keys.length === 2 ? `${keys.join(' and ')} change ${what}` : '';
}

function begin(editor: Editor, state: MaskState, { at, alt }: PointerInput): MaskState {
  const { playhead, viewport, brush } = editor;
  const mode = brush.mode.value;
  const erase = (mode === 'eraser') !== alt;
  const target = selectedMask(editor);
  if (erase && !target) {
    editor.say('Select the mask to erase from first.', 'warn');
    return state;
  }
  playhead.pause();
  const place = viewport.toImage(at);
  if (mode === 'grow') {
    const leave = new AbortController();
    let isOver = false;
    void growAt(editor, place, erase, at, leave.signal).finally(() => {
      isOver = true;
      if (!leave.signal.aborted) editor.tools.finish();
    });
    return { kind: 'growing', leave, isOver: () => isOver };
  }
  const bitmap = canvasWith(editor, target?.mask ?? null);
  const onto = { ref: target?.ref ?? null, frame: playhead.shown.value, bitmap, erase };
  if (mode === 'fill')
    return { ...onto, kind: 'outlining', points: [place], pressedAt: at, freehand: false, to: null };
  return paint(editor, { ...onto, kind: 'painting', last: place, mask: target?.mask }, place);
}
