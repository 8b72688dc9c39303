/** Working on the selected objects at this frame. */
import type { Frame } from '#lib/model/time.ts';
import type { Rect } from '#lib/model/geometry.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { JointState } from '#lib/model/shapes/skeleton.ts';
import { opsOf } from '#lib/model/shape.ts';
import { opsSeen } from '#lib/model/shapes/stretched.ts';
import type { Track } from '#lib/model/track.ts';
import type { Command } from '../command.ts';
import { discIn, selectedMask } from '../deeds/mask.ts';
import { removeWhole } from '../deeds/removal.ts';
import { poseIn, selectedJoint, toggleJointState } from '../deeds/skeleton.ts';
import {
  createTrack,
  makeTrack,
  removeKeyframeAt,
  reshape,
  setKeyframeAt,
  toggleOccluded,
  toggleOutside,
} from '../deeds/track.ts';
import { moveVertex, removeVertex, selectedVertex } from '../deeds/vertex.ts';
import type { Editor } from '../editor.ts';
import { drawnBy } from '../tool.ts';

/** Share of what is seen of the picture that what is dropped by key takes. */
const DROPPED_SHARE = 0.25;

const hasTrack = (editor: Editor) =>
  editor.canEdit.value && editor.selection.refs.value.some(({ kind }) => kind === 'track');
const hasAny = (editor: Editor) => editor.canEdit.value && editor.selection.first !== undefined;

function selectedTracks({ selection, reading }: Editor): Track[] {
  return selection.refs.value.flatMap((ref) => {
    const track = ref.kind === 'track' ? reading.tracks.get(ref.id) : undefined;
    return track ? [track] : [];
  });
}

function onTracks(
  id: string,
  caption: string,
  keys: readonly string[],
  deed: (editor: Editor, track: Track, frame: Frame) => void,
): Command {
  return {
    id,
    caption,
    keys,
    group: 'Objects',
    undo: 'one',
    needs: 'an object selected',
    when: hasTrack,
    run(editor) {
      editor.playhead.pause();
      const tracks = selectedTracks(editor);
      const refs = tracks.map(({ id }) => ({ kind: 'track', id }) as const);
      editor.together(`change ${tracks.length} objects`, refs, () => {
        for (const track of tracks) deed(editor, track, editor.playhead.shown.value);
      });
    },
  };
}

/** Moves the selected objects, or the selected point of one, by image pixels. */
function nudge(name: string, caption: string, key: string, dx: number, dy: number): Command {
  const deed = (editor: Editor, track: Track, frame: Frame) => {
    const state = editor.shownState(track.id);
    const point = selectedVertex(editor);
    if (point) moveVertex(editor, point.ref, point.vertex, { x: point.at.x + dx, y: point.at.y + dy });
    else if (state)
      reshape(editor, track.id, frame, opsOf(state.shape.kind).move(state.shape, dx, dy), 'move');
  };
  return { ...onTracks(`objects.move-${name}`, caption, [`$mod+Shift+${key}`], deed), repeats: true };
}

/** Makes the selected objects wider or higher by image pixels. */
function grow(name: string, caption: string, key: string, dw: number, dh: number): Command {
  const deed = (editor: Editor, track: Track, frame: Frame) => {
    const state = editor.shownState(track.id);
    if (!state) return;
    const ops = opsSeen(state.shape.kind, editor.viewport.aspect);
    const { w, h } = ops.bounds(state.shape);
    if ((dw < 0 && w + dw < 1) || (dh < 0 && h + dh < 1)) return;
    reshape(editor, track.id, frame, ops.resize(state.shape, dw, dh), 'resize');
  };
  return { ...onTracks(`objects.size-${name}`, caption, [`Alt+Shift+${key}`], deed), repeats: true };
}

/** One in the middle of what is seen: drawing without a pointer. */
function drop(editor: Editor): void {
  const { viewport, playhead, tools } = editor;
  const kind = drawnBy(tools.active.value);
  if (!kind) return;
  playhead.pause();
  const { x, y, w, h } = viewport.seen();
  const side = Math.min(w, h) * DROPPED_SHARE;
  const middle = { x: x + w / 2, y: y + h / 2 };
  const rect = { x: middle.x - side / 2, y: middle.y - side / 2, w: side, h: side };
  if (kind === 'skeleton') return dropSkeleton(editor, rect);
  if (kind === 'mask' && selectedMask(editor)) return editor.selection.clear(); // the next stroke begins another
  const shape = (kind === 'mask' ? discIn(rect) : undefined) ?? opsOf(kind).inRect(rect);
  createTrack(editor, playhead.shown.value, shape, viewport.toScreen(middle));
}

/** Its label says what its joints are: with none armed that is asked first. */
function dropSkeleton(editor: Editor, rect: Rect): void {
  const { armed, playhead, viewport } = editor;
  const make = (label: LabelId) => {
    const shape = poseIn(editor, label, rect);
    if (shape) makeTrack(editor, label, playhead.shown.value, shape);
  };
  const at = viewport.toScreen({ x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 });
  if (armed.value) make(armed.value);
  else editor.ask({ kind: 'pick-label', at, shape: 'skeleton', choose: make });
}

function toggleSelectedJoint(editor: Editor, state: JointState): void {
  const found = selectedJoint(editor);
  if (!found) return;
  editor.playhead.pause();
  toggleJointState(editor, found.id, found.joint, state);
}

/** A single object asks what to delete; several marks, and marks of other kinds, go whole. */
function remove(editor: Editor): void {
  const refs = editor.selection.refs.value;
  const [first] = refs;
  if (refs.length === 1 && first?.kind === 'track') editor.ask({ kind: 'delete', ref: first });
  else removeWhole(editor, refs);
}

export const objects: readonly Command[] = [
  {
    id: 'objects.drop',
    caption: 'With a drawing tool: put one in the middle of the picture',
    keys: ['Enter'],
    group: 'Objects',
    undo: 'one',
    needs: 'a drawing tool in the hand',
    when: ({ canEdit, tools }) => canEdit.value && drawnBy(tools.active.value) !== undefined && !tools.busy,
    run: drop,
  },
  onTracks('objects.set-keyframe', 'Set a keyframe here', ['A'], setKeyframeAt),
  onTracks('objects.remove-keyframe', 'Remove the keyframe here', ['Shift+A'], removeKeyframeAt),
  {
    id: 'objects.joint-absent',
    caption: 'With a joint selected: it is not in the picture here, or is again',
    keys: ['X'],
    group: 'Objects',
    undo: 'one',
    needs: 'a joint of a skeleton selected',
    when: (editor) => editor.canEdit.value && selectedJoint(editor) !== undefined,
    run: (editor) => toggleSelectedJoint(editor, 'absent'),
  },
  {
    id: 'objects.joint-occluded',
    caption: 'With a joint selected: it is hidden here, or no longer',
    keys: ['Q'],
    group: 'Objects',
    undo: 'one',
    needs: 'a joint of a skeleton selected',
    when: (editor) => editor.canEdit.value && selectedJoint(editor) !== undefined,
    run: (editor) => toggleSelectedJoint(editor, 'occluded'),
  },
  onTracks('objects.outside', 'Object ends here (outside), or comes back', ['X'], toggleOutside),
  onTracks('objects.occluded', 'Object is occluded from here, or no longer', ['Q'], toggleOccluded),
  nudge('left', 'Move 1 px to the left', 'ArrowLeft', -1, 0),
  nudge('right', 'Move 1 px to the right', 'ArrowRight', 1, 0),
  nudge('up', 'Move 1 px up', 'ArrowUp', 0, -1),
  nudge('down', 'Move 1 px down', 'ArrowDown', 0, 1),
  grow('narrower', '1 px narrower', 'ArrowLeft', -1, 0),
  grow('wider', '1 px wider', 'ArrowRight', 1, 0),
  grow('lower', '1 px less high', 'ArrowUp', 0, -1),
  grow('higher', '1 px higher', 'ArrowDown', 0, 1),
  {
    id: 'objects.delete-point',
    caption: 'With a point selected: remove it',
    keys: ['Delete', 'Backspace'],
    group: 'Objects',
    undo: 'one',
    needs: 'a point of an outline selected',
    when: (editor) => editor.canEdit.value && selectedVertex(editor) !== undefined,
    run(editor) {
      const point = selectedVertex(editor);
      if (point) removeVertex(editor, point.ref, point.vertex);
    },
  },
  {
    id: 'objects.delete',
    caption: 'Delete: end here, this keyframe, or all of it',
    keys: ['Delete', 'Backspace'],
    group: 'Objects',
    undo: 'one',
    needs: 'something selected',
    when: hasAny,
    run: remove,
  },
  {
    id: 'objects.delete-whole',
    caption: 'Delete the whole object or mark',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    group: 'Objects',
    undo: 'one',
    needs: 'something selected',
    when: hasAny,
    run: (editor) => removeWhole(editor, editor.selection.refs.value),
  },
];
