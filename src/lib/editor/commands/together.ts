/** Showing something to each other, and watching together. */
import type { Command } from '../command.ts';

export const together: readonly Command[] = [
  {
    id: 'live.follow',
    caption: 'Join the live session; in it, look around alone and come back',
    keys: ['Shift+F'],
    group: 'Together',
    undo: 'never',
    needs: 'a live session of this study',
    when: ({ live, options }) => live !== null && (options.live?.state.value.session ?? null) !== null,
    run({ live }) {
      const place = live?.place.value;
      if (place === 'outside') live?.join();
      else if (place === 'following') live?.lookAround();
      else if (place === 'looking') live?.follow();
    },
  },
  {
    id: 'live.decide',
    caption: 'Write down what was decided in the live session',
    keys: ['Shift+J'],
    group: 'Together',
    undo: 'never',
    when: ({ live, options }) =>
      live?.place.value === 'leading' ||
      (options.role === 'manager' && live !== null && live.place.value !== 'outside'),
    needs: 'to lead a live session',
    run: (editor) => editor.ask({ kind: 'decide' }),
  },
  {
    id: 'together.laser',
    caption: 'Point with light while the key is held: everybody sees it',
    keys: ['Shift+G'],
    group: 'Together',
    undo: 'never',
    held: true,
    run: ({ laser }) => laser.set(true),
    release: ({ laser }) => laser.set(false),
  },
  {
    id: 'together.pointers',
    caption: 'Hide or show the pointers of the others',
    keys: ['Alt+O'],
    group: 'Together',
    undo: 'never',
    run(editor) {
      const { pointersHidden } = editor;
      pointersHidden.set(!pointersHidden.value);
      editor.say(`Pointers of the others are ${pointersHidden.value ? 'hidden' : 'shown'}`);
    },
  },
  {
    id: 'tools.sketch',
    caption: 'Draw over the picture for some seconds: everybody sees it',
    keys: ['Shift+W'],
    group: 'Together',
    undo: 'never',
    run: ({ tools }) => tools.choose('sketch'),
  },
];
