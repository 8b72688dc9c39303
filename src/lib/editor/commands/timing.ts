/** Moving, trimming and removing what lies in time by keys: picked keyframes, selected segments, phases and events. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Command } from '../command.ts';
import { trimIntervalEnd, trimIntervalStart } from '../deeds/interval.ts';
import { removePicked, shiftPicked } from '../deeds/keyframes.ts';
import { freeDelta, shiftMarks, timedRefs } from '../deeds/shift.ts';
import type { Editor } from '../editor.ts';
import { edgesOf } from '../stops.ts';

const hasPicked = ({ canEdit, selection }: Editor) => canEdit.value && selection.keyframes.value.size > 0;
/** Where objects are selected too, the keys are theirs. */
const hasTimed = ({ canEdit, selection }: Editor) =>
  canEdit.value &&
  selection.first !== undefined &&
  selection.refs.value.every(({ kind }) => kind !== 'track');
const hasEdges = (editor: Editor) =>
  hasTimed(editor) && editor.selection.refs.value.some(({ kind }) => kind !== 'event');

function shift(editor: Editor, by: number): void {
  if (hasPicked(editor)) return shiftPicked(editor, by);
  const { reading, options, playhead, selection } = editor;
  const refs = timedRefs(selection.refs.value);
  const [first] = refs;
  if (!first) return;
  const delta = freeDelta(reading, refs, by, playhead.count);
  if (delta === 0) return editor.say('There is no room that way.');
  const what = refs.length === 1 ? editor.captionOf(first) : `${refs.length} marks`;
  editor.act(`move ${what}`, ((editor.frameOf(first) ?? 0) + delta) as Frame, refs, () =>
    shiftMarks(options.labels, reading, refs, delta),
  );
}

/** One gesture over all that is selected. */
function trim(editor: Editor, side: 'start' | 'end', by: number): void {
  const refs = timedRefs(editor.selection.refs.value).filter(({ kind }) => kind !== 'event');
  const one = (ref: AnnotationRef) => {
    const edges = edgesOf(editor, ref);
    if (!edges) return;
    const frame = (side === 'start' ? edges.start : edges.end - 1) + by;
    if (frame < 0 || frame >= editor.playhead.count) return editor.say('There is no room that way.');
    if (side === 'start') trimIntervalStart(editor, ref, frame as Frame);
    else trimIntervalEnd(editor, ref, frame as Frame);
  };
  editor.together(`set ${side} of ${refs.length} marks`, refs, () => refs.forEach(one));
}

function nudge(
  name: string,
  caption: string,
  keys: string,
  when: (editor: Editor) => boolean,
  run: (editor: Editor) => void,
): Command {
  return {
    id: `timing.${name}`,
    caption,
    keys: [keys],
    group: 'Marking',
    undo: 'one',
    repeats: true,
    needs: 'keyframes picked on the timeline, or segments or events selected',
    when,
    run,
  };
}

const either = (editor: Editor) => hasPicked(editor) || hasTimed(editor);

export const timing: readonly Command[] = [
  nudge(
    'earlier',
    'Picked keyframes, segments and events: one frame earlier',
    '$mod+Shift+ArrowLeft',
    either,
    (e) => shift(e, -1),
  ),
  nudge(
    'later',
    'Picked keyframes, segments and events: one frame later',
    '$mod+Shift+ArrowRight',
    either,
    (e) => shift(e, 1),
  ),
  nudge('end-earlier', 'Segments end one frame earlier', 'Alt+Shift+ArrowLeft', hasEdges, (e) =>
    trim(e, 'end', -1),
  ),
  nudge('end-later', 'Segments end one frame later', 'Alt+Shift+ArrowRight', hasEdges, (e) =>
    trim(e, 'end', 1),
  ),
  nudge('start-earlier', 'Segments begin one frame earlier', 'Alt+Shift+ArrowUp', hasEdges, (e) =>
    trim(e, 'start', -1),
  ),
  nudge('start-later', 'Segments begin one frame later', 'Alt+Shift+ArrowDown', hasEdges, (e) =>
    trim(e, 'start', 1),
  ),
  {
    id: 'timing.remove-keyframes',
    caption: 'With keyframes picked on the timeline: remove them',
    keys: ['Delete', 'Backspace'],
    group: 'Objects',
    undo: 'one',
    needs: 'keyframes picked on the timeline',
    when: hasPicked,
    run: removePicked,
  },
];
