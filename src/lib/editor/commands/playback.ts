/** Running the video. */
import type { Command } from '../command.ts';
import type { Editor } from '../editor.ts';
import { rangeToLoop } from '../loop-range.ts';

function toggleLoop(editor: Editor): void {
  const { loop } = editor.playhead;
  if (loop.range.value) {
    loop.set(null);
    editor.say('Played once, no loop.');
    return;
  }
  const range = rangeToLoop(editor);
  loop.set(range);
  editor.say(`Loops frames ${range.start} to ${range.end - 1}.`);
}

export const playback: readonly Command[] = [
  {
    id: 'playback.toggle',
    caption: 'Play or pause',
    keys: ['Space'],
    group: 'Playback',
    undo: 'never',
    run: ({ playhead }) => playhead.toggle(),
  },
  {
    id: 'playback.brake',
    caption: 'Play or pause; held, J and L go by one frame, or slowly as long as they are held',
    keys: ['K'],
    group: 'Playback',
    undo: 'never',
    held: true,
    run: ({ shuttle }) => shuttle.brake(),
    release: ({ shuttle }) => shuttle.release(),
  },
  {
    id: 'playback.reverse',
    caption: 'Play backwards; again doubles the speed, up to 16×',
    keys: ['J'],
    group: 'Playback',
    undo: 'never',
    run: ({ shuttle }) => shuttle.run(-1),
    release: ({ shuttle }) => shuttle.letGo(),
  },
  {
    id: 'playback.forward',
    caption: 'Play forwards; again doubles the speed, up to 16×',
    keys: ['L'],
    group: 'Playback',
    undo: 'never',
    run: ({ shuttle }) => shuttle.run(1),
    release: ({ shuttle }) => shuttle.letGo(),
  },
  {
    id: 'playback.loop',
    caption: 'Loop the selection, else from in to out, else the whole video; again ends it',
    keys: ['/'],
    group: 'Playback',
    undo: 'never',
    run: toggleLoop,
  },
  {
    id: 'playback.mute',
    caption: 'Sound off or on',
    keys: ['Shift+V'],
    group: 'Playback',
    undo: 'never',
    needs: 'a video with sound',
    when: ({ options }) => options.video.picture?.hasAudio === true,
    run({ options: { player } }) {
      const { volume, muted } = player.state.value;
      player.setVolume(volume, !muted);
    },
  },
];
