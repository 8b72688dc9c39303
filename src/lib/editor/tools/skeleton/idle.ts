/** Nothing is placed yet. A skeleton needs its label first: the label says what its joints are. */
import { labelsAllowing } from '#lib/model/allowed-shapes.ts';
import type { LabelId } from '#lib/model/id.ts';
import { planOf } from '../../deeds/skeleton.ts';
import type { Editor } from '../../editor.ts';
import type { PointerInput, StateHandlers } from '../../tool.ts';
import { byKey, hintOf } from '../key-hint.ts';
import type { SkeletonState } from './state.ts';

export const idle: StateHandlers<SkeletonState, 'idle'> = {
  pointer(editor, state, input) {
    if (input.type !== 'down' || input.button !== 0 || !editor.mayEdit()) return state;
    const label = labelToPlace(editor, input);
    if (!label) return state;
    editor.playhead.pause();
    return { kind: 'pressing', frame: editor.playhead.shown.value, label, joints: [], pressedAt: input.at };
  },
  cancel(editor, state) {
    if (editor.asks.value?.kind === 'pick-label') editor.answered();
    return state;
  },
  show: (editor) => ({
    cursor: 'crosshair',
    hint: hintOf(
      `Draw ${editor.armedName() ?? 'a skeleton'}: click its joints one by one, or drag over all of it for the usual pose`,
      byKey(editor, 'objects.drop', 'puts one in the middle'),
      'Esc leaves the tool',
    ),
  }),
};

/** The armed label; with none it is asked for, and the next press draws. */
function labelToPlace(editor: Editor, { at }: PointerInput): LabelId | null {
  const armed = editor.armed.value;
  if (armed && planOf(editor, armed)) return armed;
  const [only, ...others] = labelsAllowing(editor.options.taxonomy, 'skeleton');
  if (only && others.length === 0) {
    editor.armed.set(only.id);
    return only.id;
  }
  editor.ask({ kind: 'pick-label', at, shape: 'skeleton', choose: (chosen) => editor.armed.set(chosen) });
  return null;
}
