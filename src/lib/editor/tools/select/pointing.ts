/** Pressed and not yet moved: letting go is a click, moving on becomes a drag of what lies under it. */
import { vertexOf } from '#lib/model/shapes/vertices.ts';
import type { Editor } from '../../editor.ts';
import type { PointerInput, StateHandlers } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { mayTake } from './grip.ts';
import { addPoint, isDouble } from './points.ts';
import { IDLE, type SelectState } from './state.ts';

type Pointing = Extract<SelectState, { kind: 'pointing' }>;

export const pointing: StateHandlers<SelectState, 'pointing'> = {
  pointer(editor, state, input) {
    if (input.type === 'cancel') return IDLE;
    if (input.type === 'up') {
      const clicked = { at: input.at, time: input.time };
      const { grip } = state;
      if (grip && !grip.handle && isDouble(state.clicked, clicked) && addPoint(editor, grip, input))
        return IDLE;
      click(editor, state, input.shift);
      return { kind: 'idle', clicked };
    }
    return input.type === 'move' && hasMoved(state.from, input.at) ? begin(editor, state, input) : state;
  },
  cancel: () => IDLE,
  show: () => ({ cursor: 'default', hint: 'Let go to select; move to drag.' }),
};

function click({ selection }: Editor, { grip }: Pointing, shift: boolean): void {
  if (grip && shift) selection.toggle(grip.ref);
  else if (grip) {
    selection.set([grip.ref]);
    selection.vertex.set((grip.handle && vertexOf(grip.handle.id)) ?? null);
  } else if (!shift) selection.clear();
}

function begin(editor: Editor, { from, grip }: Pointing, input: PointerInput): SelectState {
  const { viewport, playhead, selection } = editor;
  const start = viewport.toImage(from);
  if (!grip) {
    return { kind: 'marquee', from: start, to: viewport.toImage(input.at), adding: input.shift };
  }
  selection.set([grip.ref]);
  if (!mayTake(editor, grip.ref, input.shift)) return IDLE;
  playhead.pause();
  const held = {
    ref: grip.ref,
    frame: playhead.shown.value,
    from: start,
    before: grip.shape,
    now: grip.shape,
  };
  return grip.handle
    ? { kind: 'resizing', ...held, handle: grip.handle.id, cursor: grip.handle.cursor }
    : { kind: 'dragging', ...held };
}
