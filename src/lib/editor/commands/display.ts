/** How the picture is shown: brightness and its like, and the lens. Nothing of it is stored with the labels. */
import type { Command } from '../command.ts';
import type { Editor } from '../editor.ts';

function knob(id: string, caption: string, key: string, run: (editor: Editor) => void): Command {
  return { id: `display.${id}`, caption, keys: [key], group: 'View', undo: 'never', repeats: true, run };
}

export const display: readonly Command[] = [
  {
    id: 'display.lens',
    caption: 'Magnify around the pointer, while the key is held',
    keys: ['W'],
    group: 'View',
    undo: 'never',
    held: true,
    run: ({ lens }) => lens.set(true),
    release: ({ lens }) => lens.set(false),
  },
  {
    id: 'display.panel',
    caption: 'Brightness, contrast, gamma…',
    keys: ['Shift+U'],
    group: 'View',
    undo: 'never',
    run: (editor) =>
      editor.asks.value?.kind === 'display' ? editor.answered() : editor.ask({ kind: 'display' }),
  },
  knob('brighter', 'Brighter', 'Shift+BracketRight', ({ display: shown }) => shown.turn('brightness', 1)),
  knob('darker', 'Darker', 'Shift+BracketLeft', ({ display: shown }) => shown.turn('brightness', -1)),
  knob('contrast-up', 'More contrast', 'Shift+Quote', ({ display: shown }) => shown.turn('contrast', 1)),
  knob('contrast-down', 'Less contrast', 'Shift+Semicolon', ({ display: shown }) =>
    shown.turn('contrast', -1),
  ),
  knob('gamma-up', 'Lift the dark (gamma)', 'Quote', ({ display: shown }) => shown.turn('gamma', 1)),
  knob('gamma-down', 'Sink the dark (gamma)', 'Semicolon', ({ display: shown }) => shown.turn('gamma', -1)),
  {
    id: 'display.negative',
    caption: 'Show as a negative',
    keys: ['Shift+Y'],
    group: 'View',
    undo: 'never',
    run: ({ display: shown }) => shown.set({ inverted: !shown.state.value.inverted }),
  },
  {
    id: 'display.reset',
    caption: 'Show the picture as recorded',
    keys: ['Shift+R'],
    group: 'View',
    undo: 'never',
    run: ({ display: shown }) => shown.reset(),
  },
];
