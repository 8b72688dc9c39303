/** Taking back what this hand did; nobody else's. */
import type { Command } from '../command.ts';

export const editing: readonly Command[] = [
  {
    id: 'editing.undo',
    caption: 'Undo what I did last',
    keys: ['$mod+Z'],
    group: 'Editing',
    undo: 'never',
    repeats: true,
    run: ({ history }) => history.undo(),
  },
  {
    id: 'editing.redo',
    caption: 'Do again what I undid',
    keys: ['$mod+Shift+Z', '$mod+Y'],
    group: 'Editing',
    undo: 'never',
    repeats: true,
    run: ({ history }) => history.redo(),
  },
];
