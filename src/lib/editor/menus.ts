/**
 * What a click with the other button offers: commands of the table that make sense now, in groups. Of a selection it is
 * the same wherever one clicks; where nothing is selected, it depends on the place.
 */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Command } from './command.ts';
import type { Editor } from './editor.ts';

export const MENU_PLACES = ['picture', 'timeline', 'objects'] as const;
export type MenuPlace = (typeof MENU_PLACES)[number];

type Groups = readonly (readonly string[])[];

const OF_SELECTION: Groups = [
  ['objects.set-keyframe', 'objects.remove-keyframe', 'objects.occluded', 'objects.outside'],
  ['tracking.forwards', 'tracking.backwards'],
  ['marking.trim-start', 'marking.trim-end', 'playback.loop'],
  ['doubting.certainty', 'doubting.difficult'],
  ['marking.comment', 'comments.link'],
  ['view.selection', 'view.hide', 'view.solo', 'view.lock'],
  ['timing.remove-keyframes', 'objects.delete', 'objects.delete-whole'],
];

const OF_PLACE: Readonly<Record<MenuPlace, Groups>> = {
  picture: [
    ['marking.comment', 'tools.comment', 'comments.link'],
    ['marking.event', 'marking.in', 'marking.out', 'marking.segment'],
    ['view.fit', 'view.pixels', 'view.hide-all', 'display.panel'],
  ],
  timeline: [
    ['marking.in', 'marking.out', 'marking.segment', 'marking.event'],
    ['marking.comment', 'playback.loop', 'moving.go-to'],
    ['view.timeline-nearer', 'view.timeline-farther', 'view.fit-timeline'],
  ],
  objects: [
    ['marking.event', 'marking.in', 'marking.out', 'marking.segment'],
    ['view.hide-all', 'view.palette'],
  ],
};

/** No group is empty. */
export function menuAt({ commands, selection }: Editor, place: MenuPlace): readonly (readonly Command[])[] {
  const groups = selection.first ? OF_SELECTION : OF_PLACE[place];
  return groups
    .map((ids) => ids.filter((id) => commands.enabled(id)).flatMap((id) => commands.get(id) ?? []))
    .filter((group) => group.length > 0);
}

/** What a menu is about: what is under the pointer, with all else that is selected if it is one of these. */
export function meanByMenu({ selection }: Editor, ref: AnnotationRef | undefined): void {
  if (!ref) selection.clear();
  else if (!selection.has(ref)) selection.set([ref]);
}

/** Every command that a menu at the pointer may offer. */
export const MENU_COMMANDS: readonly string[] = [OF_SELECTION, ...Object.values(OF_PLACE)].flat(2);

/** What the menu of the selected objects in the panel offers, in its own words; it shows also what makes no sense now. */
export const OBJECT_MENU = [
  ['reworking.split', 'Split here'],
  ['reworking.merge', 'Merge into one'],
  ['reworking.join', 'Join through the gap'],
  ['reworking.hold-on', 'Propagate…'],
  ['reworking.hold-back', 'Propagate backwards…'],
  ['reworking.duplicate', 'Duplicate'],
  ['reworking.copy', 'Copy'],
  ['reworking.cut', 'Cut'],
  ['reworking.paste', 'Paste with its motion'],
  ['reworking.paste-still', 'Paste without motion'],
  ['view.lock', 'Lock its row, or unlock it'],
  ['view.solo', 'Show it alone, or all again'],
] as const;
