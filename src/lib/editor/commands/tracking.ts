/** Following the selected object through the pictures, without a hand. */
import type { Command } from '../command.ts';
import type { Direction } from '../deeds/tracked.ts';

function begin(id: string, caption: string, key: string, direction: Direction): Command {
  return {
    id: `tracking.${id}`,
    caption,
    keys: [key],
    group: 'Objects',
    undo: 'one',
    when: ({ tracking }) => tracking.run.value === null && tracking.can,
    needs: 'one selected object that you may edit',
    run: ({ tracking }) => tracking.start(direction),
  };
}

function end(id: string, caption: string, keys: readonly string[], keep: boolean): Command {
  return {
    id: `tracking.${id}`,
    caption,
    keys,
    group: 'Objects',
    undo: keep ? 'one' : 'never',
    when: ({ tracking }) => tracking.run.value !== null,
    needs: 'an object that is being tracked',
    run: ({ tracking }) => tracking.stop(keep),
  };
}

export const tracking: readonly Command[] = [
  begin('forwards', 'Track the object forwards through the pictures', '$mod+B', 1),
  begin('backwards', 'Track the object backwards through the pictures', '$mod+Shift+B', -1),
  end('keep', 'While tracking: stop, and keep what has come', ['Enter', '$mod+B', '$mod+Shift+B'], true),
  end('discard', 'While tracking: stop, and throw it away', ['Escape'], false),
];
