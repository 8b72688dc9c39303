/** The picture waits to be taken. */
import type { StateHandlers } from '../../tool.ts';
import { byKey, hintOf } from '../key-hint.ts';
import type { PanState } from './state.ts';

export const idle: StateHandlers<PanState, 'idle'> = {
  pointer: (_editor, state, { type, button, at }) =>
    type === 'down' && button === 0 ? { kind: 'panning', at } : state,
  cancel: (_editor, state) => state,
  show: (editor) => ({
    cursor: 'grab',
    hint: hintOf(
      'Drag to move the picture',
      `${editor.commands.show('$mod')}+wheel zooms`,
      byKey(editor, 'view.fit', 'fits it'),
    ),
  }),
};
