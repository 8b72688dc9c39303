/** Splitting, merging, joining, holding and copying the selected objects. */
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Sometimes } from '../command.ts';
import { copySelection, duplicate, paste } from '../deeds/copy.ts';
import { removeWhole } from '../deeds/removal.ts';
import { fillGaps, holdShape, mergeTracks, splitTracks } from '../deeds/rework.ts';
import type { Editor } from '../editor.ts';

function tracksOf({ selection, reading }: Editor): Track[] {
  return selection.refs.value.flatMap((ref) => {
    const track = ref.kind === 'track' ? reading.tracks.get(ref.id) : undefined;
    return track ? [track] : [];
  });
}

function onTracks(
  id: string,
  caption: string,
  key: string,
  deed: (editor: Editor, tracks: readonly Track[], at: Frame) => void,
  least = 1,
): Sometimes {
  return {
    id: `reworking.${id}`,
    caption,
    keys: [key],
    group: 'Objects',
    undo: 'one',
    needs: least > 1 ? 'several objects selected' : 'an object selected',
    when: (editor) => editor.canEdit.value && tracksOf(editor).length >= least,
    run: (editor) => deed(editor, tracksOf(editor), editor.playhead.shown.value),
  };
}

/** How many frames are asked for each time. */
function askToHold(direction: 1 | -1): (editor: Editor, tracks: readonly Track[], at: Frame) => void {
  return (editor, tracks, at) =>
    editor.ask({
      kind: 'hold',
      direction,
      choose: (frames) => holdShape(editor, tracks, at, frames * direction),
    });
}

const hasSelection = ({ selection }: Editor) => selection.first !== undefined;

export const reworking: readonly Sometimes[] = [
  onTracks('split', 'Split in two at this frame', '$mod+Shift+E', splitTracks),
  onTracks(
    'merge',
    'Merge the selected objects into one',
    '$mod+E',
    (editor, tracks) => mergeTracks(editor, tracks, false),
    2,
  ),
  onTracks(
    'join',
    'Join: several objects through the gaps between them, or one through its gap here',
    '$mod+J',
    (editor, tracks, at) =>
      tracks.length > 1 ? mergeTracks(editor, tracks, true) : fillGaps(editor, tracks, at),
  ),
  onTracks('hold-on', 'Propagate: hold what is seen here on the next frames', '$mod+U', askToHold(1)),
  onTracks(
    'hold-back',
    'Propagate backwards: hold what is seen here on the frames before',
    '$mod+Shift+U',
    askToHold(-1),
  ),
  {
    id: 'reworking.copy',
    caption: 'Copy what is selected, also to another video',
    keys: ['$mod+C'],
    group: 'Objects',
    undo: 'never',
    needs: 'something selected',
    when: hasSelection,
    run: copySelection,
  },
  {
    id: 'reworking.cut',
    caption: 'Cut: copy what is selected, and remove it',
    keys: ['$mod+X'],
    group: 'Objects',
    undo: 'one',
    needs: 'something selected',
    when: (editor) => editor.canEdit.value && hasSelection(editor),
    run(editor) {
      const refs = editor.selection.refs.value.filter(({ kind }) => kind !== 'boundary');
      copySelection(editor);
      removeWhole(editor, refs);
    },
  },
  {
    id: 'reworking.paste',
    caption: 'Paste at this frame, with its motion',
    keys: ['$mod+V'],
    group: 'Objects',
    undo: 'one',
    needs: 'the right to edit',
    when: ({ canEdit }) => canEdit.value,
    run: (editor) => paste(editor, 'moving'),
  },
  {
    id: 'reworking.paste-still',
    caption: 'Paste at this frame as it was on the frame it was copied on, without motion',
    keys: ['$mod+Shift+V'],
    group: 'Objects',
    undo: 'one',
    needs: 'the right to edit',
    when: ({ canEdit }) => canEdit.value,
    run: (editor) => paste(editor, 'still'),
  },
  {
    id: 'reworking.duplicate',
    caption: 'Duplicate what is selected, a little aside',
    keys: ['$mod+D'],
    group: 'Objects',
    undo: 'one',
    needs: 'something selected',
    when: (editor) => editor.canEdit.value && hasSelection(editor),
    run: duplicate,
  },
];
