/** What is seen, and how near. */
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import type { Command } from '../command.ts';
import { lanesMeant, lockLanes, muteLanes, selectedLanes } from '../deeds/lanes.ts';
import type { Editor } from '../editor.ts';

const NEARER = 1.25;

function toPixels({ viewport, tools }: Editor): void {
  const at = tools.pointerAt.value;
  viewport.zoomToPixels(at ? viewport.toScreen(at) : undefined);
}

function toSelection(editor: Editor): void {
  const bounds = editor.selection.refs.value.flatMap((ref) => {
    const state = ref.kind === 'track' ? editor.shownState(ref.id) : undefined;
    return state ? [boundsSeen(state.shape, editor.viewport.aspect)] : [];
  });
  const [first] = bounds;
  if (!first) return editor.say('Nothing of the selection is on this frame.', 'warn');
  const left = Math.min(...bounds.map(({ x }) => x));
  const top = Math.min(...bounds.map(({ y }) => y));
  const right = Math.max(...bounds.map(({ x, w }) => x + w));
  const bottom = Math.max(...bounds.map(({ y, h }) => y + h));
  editor.viewport.show({ x: left, y: top, w: right - left, h: bottom - top });
}

function togglePictureOnly(editor: Editor): void {
  const { pictureOnly, commands } = editor;
  pictureOnly.set(!pictureOnly.value);
  const key = commands.shown.value('view.picture-only');
  if (pictureOnly.value) editor.say(`Only the picture${key ? `; ${key} brings the rest back` : ''}`);
}

const TIMELINE_NEARER = 1.6;

function zoomTimeline(id: string, caption: string, key: string, factor: number): Command {
  return {
    id,
    caption,
    keys: [key],
    group: 'View',
    undo: 'never',
    repeats: true,
    run: ({ timeline, playhead }) => timeline.zoomAround(playhead.shown.value + 0.5, factor),
  };
}

export const view: readonly Command[] = [
  {
    id: 'view.fit',
    caption: 'Fit the picture, or show it at 100 %',
    keys: ['Z'],
    group: 'View',
    undo: 'never',
    run: ({ viewport }) => (viewport.mode.value === 'fit' ? viewport.actualSize() : viewport.fit()),
  },
  {
    id: 'view.pixels',
    caption: 'So near that single pixels can be told apart, at the pointer',
    keys: ['Shift+P'],
    group: 'View',
    undo: 'never',
    run: toPixels,
  },
  {
    id: 'view.selection',
    caption: 'Zoom to the selected objects on this frame',
    keys: ['Shift+Z'],
    group: 'View',
    undo: 'never',
    needs: 'something selected',
    when: ({ selection }) => selection.first !== undefined,
    run: toSelection,
  },
  {
    id: 'view.nearer',
    caption: 'Nearer',
    keys: ['+', '=', 'NumpadAdd'],
    group: 'View',
    undo: 'never',
    repeats: true,
    run: ({ viewport }) => viewport.zoom(NEARER),
  },
  {
    id: 'view.farther',
    caption: 'Farther',
    keys: ['-', 'NumpadSubtract'],
    group: 'View',
    undo: 'never',
    repeats: true,
    run: ({ viewport }) => viewport.zoom(1 / NEARER),
  },
  zoomTimeline('view.timeline-nearer', 'Timeline: nearer, around the playhead', 'PageUp', TIMELINE_NEARER),
  zoomTimeline('view.timeline-farther', 'Timeline: farther', 'PageDown', 1 / TIMELINE_NEARER),
  {
    id: 'view.fit-timeline',
    caption: 'Fit the timeline',
    keys: ['\\'],
    group: 'View',
    undo: 'never',
    run: ({ timeline }) => timeline.fit(),
  },
  {
    id: 'view.hide',
    caption: 'Hide or show the selected objects',
    keys: ['H'],
    group: 'View',
    undo: 'never',
    needs: 'something selected',
    when: ({ selection }) => selection.first !== undefined,
    run: (editor) => muteLanes(editor, selectedLanes(editor)),
  },
  {
    id: 'view.solo',
    caption: 'Only the rows of the selection, or of the tier for segments; again: all',
    keys: ['Shift+N'],
    group: 'View',
    undo: 'never',
    run: (editor) => editor.lanes.toggle('solo', lanesMeant(editor)),
  },
  {
    id: 'view.lock',
    caption: 'Lock or unlock the rows of the selection, or of the tier for segments, on this device',
    keys: ['Shift+L'],
    group: 'View',
    undo: 'never',
    run: lockLanes,
  },
  {
    id: 'view.fold',
    caption: 'Fold or unfold the rows below the tier for segments',
    keys: ['Shift+K'],
    group: 'View',
    undo: 'never',
    needs: 'a tier for segments',
    when: ({ tier }) => tier.value !== null,
    run: ({ lanes, tier }) => tier.value && lanes.toggle('folded', [`tier:${tier.value}`]),
  },
  {
    id: 'view.hide-all',
    caption: 'Hide or show all objects',
    keys: ['Shift+H'],
    group: 'View',
    undo: 'never',
    run: ({ scene }) => scene.setAllHidden(!scene.allHidden.value),
  },
  {
    id: 'view.peek',
    caption: 'The bare picture, as long as the key is held',
    keys: ['`', 'Backquote'],
    group: 'View',
    undo: 'never',
    held: true,
    run: ({ scene }) => scene.peek(true),
    release: ({ scene }) => scene.peek(false),
  },
  {
    id: 'view.picture-only',
    caption: 'Only the picture; again: the rest beside it',
    keys: ['|', 'Shift+Backslash'],
    group: 'View',
    undo: 'never',
    run: togglePictureOnly,
  },
  {
    id: 'view.next-video',
    caption: 'Work at the next of the videos side by side',
    keys: ['F6'],
    group: 'View',
    undo: 'never',
    needs: 'several videos side by side',
    when: ({ options }) => (options.beside?.count() ?? 1) > 1,
    run: ({ options }) => options.beside?.next(),
  },
  {
    id: 'view.palette',
    caption: 'Find anything: commands, labels, objects, moments, comments, videos',
    keys: ['$mod+K'],
    group: 'View',
    undo: 'never',
    run: (editor) => editor.ask({ kind: 'palette' }),
  },
  {
    id: 'view.menu',
    caption: 'Menu: what can be done with the selection, or here',
    keys: ['Shift+F10', 'ContextMenu'],
    group: 'View',
    undo: 'never',
    run: (editor) => editor.ask({ kind: 'menu', place: 'picture', at: null }),
  },
  {
    id: 'view.guideline',
    caption: 'Show the guideline of the project',
    keys: ['F1'],
    group: 'View',
    undo: 'never',
    when: ({ options }) => options.guest !== true,
    needs: 'you are a member of the project',
    run: (editor) => editor.ask({ kind: 'guideline' }),
  },
  {
    id: 'view.help',
    caption: 'Show the keys',
    keys: ['?'],
    group: 'View',
    undo: 'never',
    run: (editor) => editor.ask({ kind: 'help' }),
  },
  {
    id: 'view.keys',
    caption: 'Change the keys…',
    keys: [],
    group: 'View',
    undo: 'never',
    run: (editor) => editor.ask({ kind: 'keys' }),
  },
];
