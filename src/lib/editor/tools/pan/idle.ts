/** The picture waits to be taken. */
import type { StateHandlers } from '../../tool.ts';
import type { PanState } from './state.ts';

export const idle: StateHandlers<PanState, 'idle'> = {
  pointer: (_editor, state, { type, button, at }) =>
    type === 'down' && button === 0 ? { kind: 'panning', at } : state,
  cancel: (_editor, state) => state,
  show: () => ({ cursor: 'grab', hint: 'Drag to move the picture; Ctrl+wheel zooms; Z fits it.' }),
};
