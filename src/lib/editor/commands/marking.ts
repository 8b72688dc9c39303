/** Marking moments: in and out, segments, phases, events, comments. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Anchor } from '#lib/model/comment.ts';
import { linesText } from '#lib/model/drawn-line.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Command } from '../command.ts';
import { makeInterval, trimIntervalEnd, trimIntervalStart } from '../deeds/interval.ts';
import { trimTrackEnd, trimTrackStart } from '../deeds/track.ts';
import type { Editor } from '../editor.ts';

const canEdit = (editor: Editor) => editor.canEdit.value;

/** In and out as a half-open range; a missing mark is the playhead. Undefined while neither is set. */
function markedRange({ marks, playhead }: Editor): { start: Frame; end: Frame } | undefined {
  if (marks.in.value === null && marks.out.value === null) return undefined;
  const here = playhead.shown.value;
  const [a, b] = [marks.in.value ?? here, marks.out.value ?? here];
  return { start: Math.min(a, b) as Frame, end: (Math.max(a, b) + 1) as Frame };
}

function makeSegment(editor: Editor): void {
  const range = markedRange(editor);
  const [tier, label] = [editor.tier.value, editor.segmentLabel.value];
  if (!range) return;
  if (!tier || !label) return editor.say('Choose a tier and a label for the segment first.', 'warn');
  makeInterval(editor, tier, label, range.start, range.end);
  editor.marks.in.set(null);
  editor.marks.out.set(null);
}

function makeEventHere(editor: Editor): void {
  const label = editor.eventLabel.value;
  if (!label) return editor.say('The taxonomy has no label for events.', 'warn');
  editor.liveMarks.instant(label);
}

function trim(editor: Editor, side: 'start' | 'end'): void {
  const frame = editor.playhead.shown.value;
  const refs = editor.selection.refs.value;
  editor.together(`set ${side} of ${refs.length} marks`, refs, () => {
    for (const ref of refs) trimOne(editor, ref, side, frame);
  });
}

function trimOne(editor: Editor, ref: AnnotationRef, side: 'start' | 'end', frame: Frame): void {
  if (ref.kind !== 'track') {
    if (side === 'start') trimIntervalStart(editor, ref, frame);
    else trimIntervalEnd(editor, ref, frame);
    return;
  }
  const track = editor.reading.tracks.get(ref.id);
  if (track && side === 'start') trimTrackStart(editor, track, frame);
  else if (track) trimTrackEnd(editor, track, frame);
}

/** What a comment begun with a key is about: what was just drawn, the marked range, the selected mark, or this frame. */
function anchorHere(editor: Editor): Anchor {
  const range = markedRange(editor);
  const frame = editor.playhead.shown.value;
  const lines = editor.sketches.mine.value.filter((one) => one.frame === frame).map(({ points }) => points);
  if (lines.length > 0) return { kind: 'drawing', frame, lines: linesText(lines) };
  if (range && range.end <= editor.playhead.count) return { kind: 'range', ...range };
  const ref = editor.selection.first;
  return ref ? { kind: 'annotation', frame, ref } : { kind: 'frame', frame };
}

function comment(editor: Editor): void {
  if (!editor.mayComment()) return;
  editor.playhead.pause();
  editor.tools.choose('comment');
  editor.ask({ kind: 'comment', anchor: anchorHere(editor) });
}

/** The tier after or before the one that new segments lie on, round and round. */
function turnTier(editor: Editor, by: 1 | -1): void {
  const tiers = editor.options.taxonomy.tiers.filter(({ retired }) => !retired);
  const at = tiers.findIndex(({ id }) => id === editor.tier.value);
  const next = tiers[(at + by + tiers.length) % tiers.length];
  if (!next) return;
  editor.tier.set(next.id);
  editor.say(`New segments go on ${next.name}`);
}

/** One key starts the label of the next segment here, and ends it. */
function toggleState(editor: Editor): void {
  const [tier, label] = [editor.tier.value, editor.segmentLabel.value];
  if (!tier || !label) return editor.say('Choose a tier and a label for the segment first.', 'warn');
  editor.liveMarks.toggle(tier, label);
}

function toggleLive(editor: Editor): void {
  const { on } = editor.liveMarks;
  if (on.value) editor.liveMarks.endAll();
  on.set(!on.value);
  editor.say(
    on.value
      ? 'Marking live: digits start and end the labels of the tier, Shift and digits mark events'
      : 'Marking live ended',
  );
}

const hasTiers = ({ options }: Editor) => options.taxonomy.tiers.some(({ retired }) => !retired);

export const marking: readonly Command[] = [
  {
    id: 'marking.in',
    caption: 'Set the in mark',
    keys: ['I'],
    group: 'Marking',
    undo: 'never',
    run: ({ marks, playhead }) => marks.in.set(playhead.shown.value),
  },
  {
    id: 'marking.out',
    caption: 'Set the out mark',
    keys: ['O'],
    group: 'Marking',
    undo: 'never',
    run: ({ marks, playhead }) => marks.out.set(playhead.shown.value),
  },
  {
    id: 'marking.segment',
    caption: 'Make a segment from in to out (a missing mark is the playhead)',
    keys: ['Enter'],
    group: 'Marking',
    undo: 'one',
    needs: 'an in or an out mark',
    when: (editor) => canEdit(editor) && markedRange(editor) !== undefined,
    run: makeSegment,
  },
  {
    id: 'marking.event',
    caption: 'Mark an event here',
    keys: ['M'],
    group: 'Marking',
    undo: 'one',
    needs: 'the right to edit',
    when: canEdit,
    run: makeEventHere,
  },
  {
    id: 'marking.live',
    caption: 'Mark live, or no longer: digits start and end the labels of the tier',
    keys: ['Shift+M'],
    group: 'Marking',
    undo: 'never',
    needs: 'the right to edit',
    when: canEdit,
    run: toggleLive,
  },
  {
    id: 'marking.state',
    caption: 'Start the segment label here, or end it (on a tier of one at a time: begin the next)',
    keys: ['Shift+Enter'],
    group: 'Marking',
    undo: 'one',
    needs: 'a tier, and the right to edit',
    when: (editor) => canEdit(editor) && hasTiers(editor),
    run: toggleState,
  },
  {
    id: 'marking.end-all',
    caption: 'End here all that was started',
    keys: ['Shift+S'],
    group: 'Marking',
    undo: 'one',
    needs: 'a segment that was started and is not ended',
    when: ({ liveMarks }) => liveMarks.running.value.length > 0,
    run: ({ liveMarks }) => liveMarks.endAll(),
  },
  {
    id: 'marking.take-back',
    caption: 'Take back what was started last and is not ended',
    keys: ['$mod+Z'],
    group: 'Marking',
    undo: 'never',
    needs: 'a segment that was started and is not ended',
    when: ({ liveMarks }) => liveMarks.canTakeBack,
    run: ({ liveMarks }) => liveMarks.takeBack(),
  },
  {
    id: 'marking.tier-on',
    caption: 'Next tier for segments',
    keys: ['T'],
    group: 'Marking',
    undo: 'never',
    needs: 'a tier among the labels of the project',
    when: hasTiers,
    run: (editor) => turnTier(editor, 1),
  },
  {
    id: 'marking.tier-back',
    caption: 'Previous tier for segments',
    keys: ['Shift+T'],
    group: 'Marking',
    undo: 'never',
    needs: 'a tier among the labels of the project',
    when: hasTiers,
    run: (editor) => turnTier(editor, -1),
  },
  {
    id: 'marking.trim-start',
    caption: 'Selection begins at this frame',
    keys: ['[', 'BracketLeft'],
    group: 'Marking',
    undo: 'one',
    needs: 'something selected',
    when: (editor) => canEdit(editor) && editor.selection.first !== undefined,
    run: (editor) => trim(editor, 'start'),
  },
  {
    id: 'marking.trim-end',
    caption: 'Selection ends with this frame',
    keys: [']', 'BracketRight'],
    group: 'Marking',
    undo: 'one',
    needs: 'something selected',
    when: (editor) => canEdit(editor) && editor.selection.first !== undefined,
    run: (editor) => trim(editor, 'end'),
  },
  {
    id: 'marking.comment',
    caption: 'Comment on the marked range, the selection or this frame; click the picture to pin it',
    keys: ['C'],
    group: 'Marking',
    undo: 'one',
    needs: 'the right to comment',
    when: (editor) => editor.canComment.value,
    run: comment,
  },
];
