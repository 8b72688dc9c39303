/** Running the video. */
import type { Command } from '../command.ts';

export const playback: readonly Command[] = [
  {
    id: 'playback.toggle',
    caption: 'Play or pause',
    keys: ['Space', 'K'],
    group: 'Playback',
    undo: 'never',
    run: ({ playhead }) => playhead.toggle(),
  },
  {
    id: 'playback.reverse',
    caption: 'Play backwards; again doubles the speed',
    keys: ['J'],
    group: 'Playback',
    undo: 'never',
    run: ({ playhead }) => playhead.shuttle(-1),
  },
  {
    id: 'playback.forward',
    caption: 'Play forwards; again doubles the speed',
    keys: ['L'],
    group: 'Playback',
    undo: 'never',
    run: ({ playhead }) => playhead.shuttle(1),
  },
];
