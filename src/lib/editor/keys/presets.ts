/**
 * Sets of keys that imitate other programs. Each names only what differs from our own keys; a key that it gives to a
 * command is taken from whatever has it with us.
 */
import type { KeyPreset } from '#lib/model/key-choice.ts';

export type PresetKeys = Readonly<Record<string, readonly string[]>>;

export const PRESET_NAMES: Readonly<Record<KeyPreset, string>> = {
  loupe: 'Loupe',
  cvat: 'Like CVAT',
  premiere: 'Like Premiere',
};

const cvat: PresetKeys = {
  'playback.toggle': ['Space'],
  'playback.brake': ['Alt+K'],
  'moving.frame-back': ['D', 'ArrowLeft', ','],
  'moving.frame-on': ['F', 'ArrowRight', '.'],
  'moving.ten-back': ['C', 'Shift+ArrowLeft'],
  'moving.ten-on': ['V', 'Shift+ArrowRight'],
  'moving.stop-back': ['E', 'ArrowUp'],
  'moving.stop-on': ['R', 'ArrowDown'],
  'objects.set-keyframe': ['K', 'A'],
  'objects.remove-keyframe': ['Shift+A'],
  'objects.outside': ['O', 'X'],
  'objects.joint-absent': ['O', 'X'],
  'marking.out': ['U'],
  'marking.comment': ['Alt+C'],
  'tools.select': ['Alt+V'],
  'tools.box': ['N', 'B'],
  'tools.ellipse': ['Y'],
  'tools.polyline': ['Alt+N'],
  'tools.point': ['Alt+D'],
  'tools.freehand': ['Alt+F'],
  'tools.mask': ['Alt+U'],
  'tools.skeleton': ['Alt+Y'],
};

const premiere: PresetKeys = {
  'marking.trim-start': ['Q', '[', 'BracketLeft'],
  'marking.trim-end': ['W', ']', 'BracketRight'],
  'objects.occluded': ['U'],
  'objects.joint-occluded': ['U'],
  'tools.pan': ['H'],
  'tools.mask': ['Alt+U'],
  'view.hide': ['Alt+H'],
  'display.lens': ['Alt+L'],
};

export const PRESETS: Readonly<Record<KeyPreset, PresetKeys>> = { loupe: {}, cvat, premiere };
