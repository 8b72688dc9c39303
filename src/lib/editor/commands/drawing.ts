/** Keys while a line through points is being drawn: they are the line's before they are anything else's. */
import type { Command } from '../command.ts';

export const drawing: readonly Command[] = [
  {
    id: 'drawing.finish',
    caption: 'While drawing: close the polygon, end the line',
    keys: ['Enter'],
    group: 'Tools',
    undo: 'one',
    needs: 'a line being drawn, with enough points',
    when: ({ tools }) => tools.canFinish,
    run: ({ tools }) => tools.finish(),
  },
  {
    id: 'drawing.take-back',
    caption: 'While drawing: take the last point back',
    keys: ['Backspace', '$mod+Z'],
    group: 'Tools',
    undo: 'never',
    repeats: true,
    needs: 'a line being drawn',
    when: ({ tools }) => tools.canTakeBack,
    run: ({ tools }) => tools.takeBack(),
  },
  {
    id: 'drawing.skip',
    caption: 'While placing joints: the next one is not in the picture',
    keys: ['X'],
    group: 'Tools',
    undo: 'never',
    needs: 'a skeleton whose joints are being placed',
    when: ({ tools }) => tools.canSkip,
    run: ({ tools }) => tools.skip(),
  },
];
