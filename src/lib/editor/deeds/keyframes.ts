/** What a hand does to keyframes that are picked on the timeline, of one object or of many: one gesture each. */
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import { removeKeyframe, setKeyframe } from '#lib/doc/edit/track.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Editor } from '../editor.ts';
import type { Picked } from '../selection.ts';
import { freeShift } from '../timeline/drag/keyframes.ts';

type Found = {
  readonly id: TrackId;
  readonly picked: readonly Keyframe[];
  readonly rest: readonly Keyframe[];
};

/** The picked keyframes that are there, by track. */
function found({ reading, selection }: Editor): readonly Found[] {
  return [...selection.keyframes.value]
    .map(([id, frames]) => {
      const all = reading.tracks.get(id)?.keyframes ?? [];
      return {
        id,
        picked: all.filter(({ frame }) => frames.has(frame)),
        rest: all.filter(({ frame }) => !frames.has(frame)),
      };
    })
    .filter(({ picked }) => picked.length > 0);
}

function told(editor: Editor, verb: string, all: readonly Found[], run: () => void): void {
  const count = all.reduce((sum, { picked }) => sum + picked.length, 0);
  const refs = all.map(({ id }) => ({ kind: 'track', id }) as const);
  const [first] = refs;
  if (!first) return;
  const what = count === 1 ? `keyframe of ${editor.captionOf(first)}` : `${count} keyframes`;
  editor.act(`${verb} ${what}`, all[0]?.picked[0]?.frame ?? null, refs, run);
}

/** Removes them; an object that would never be there without them goes whole. */
export function removePicked(editor: Editor): void {
  const { labels } = editor.options;
  const all = found(editor);
  told(editor, 'remove', all, () => {
    for (const { id, picked, rest } of all) {
      if (rest.every(({ outside }) => outside)) setDeleted(labels, { kind: 'track', id }, true);
      else for (const { frame } of picked) removeKeyframe(labels, id, frame);
    }
  });
  editor.selection.keyframes.set(new Map());
}

/** Moves them by frames, as far as none meets one that stays. */
export function shiftPicked(editor: Editor, by: number): void {
  const { selection, reading, playhead, options } = editor;
  const all = found(editor);
  const shift = freeShift(reading.tracks, selection.keyframes.value, by, playhead.count);
  if (shift === 0) return editor.say('There is no room that way.');
  if (!editor.mayEdit()) return;
  told(editor, 'move', all, () => {
    for (const { id, picked } of all) {
      for (const { frame } of picked) removeKeyframe(options.labels, id, frame);
      for (const { frame, shape, outside, occluded } of picked)
        setKeyframe(options.labels, id, (frame + shift) as Frame, { shape, outside, occluded });
    }
  });
  selection.keyframes.set(moved(selection.keyframes.value, shift));
}

function moved(picked: Picked, by: number): Picked {
  return new Map(
    [...picked].map(([id, frames]) => [id, new Set([...frames].map((frame) => (frame + by) as Frame))]),
  );
}
