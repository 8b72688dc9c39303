/** Marking moments: in and out, segments, phases, events, comments. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Anchor } from '#lib/model/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Command } from '../command.ts';
import { makeEvent, makeInterval, trimIntervalEnd, trimIntervalStart } from '../deeds/interval.ts';
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
  makeEvent(editor, label, editor.playhead.shown.value);
}

function trim(editor: Editor, side: 'start' | 'end'): void {
  const frame = editor.playhead.shown.value;
  for (const ref of editor.selection.refs.value) trimOne(editor, ref, side, frame);
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

/** What a comment begun with a key is about: the marked range, the selected mark, or this frame. */
function anchorHere(editor: Editor): Anchor {
  const range = markedRange(editor);
  const frame = editor.playhead.shown.value;
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
    when: (editor) => canEdit(editor) && markedRange(editor) !== undefined,
    run: makeSegment,
  },
  {
    id: 'marking.event',
    caption: 'Mark an event here',
    keys: ['M'],
    group: 'Marking',
    undo: 'one',
    when: canEdit,
    run: makeEventHere,
  },
  {
    id: 'marking.trim-start',
    caption: 'Selection begins at this frame',
    keys: ['[', 'BracketLeft'],
    group: 'Marking',
    undo: 'one',
    when: (editor) => canEdit(editor) && editor.selection.first !== undefined,
    run: (editor) => trim(editor, 'start'),
  },
  {
    id: 'marking.trim-end',
    caption: 'Selection ends with this frame',
    keys: [']', 'BracketRight'],
    group: 'Marking',
    undo: 'one',
    when: (editor) => canEdit(editor) && editor.selection.first !== undefined,
    run: (editor) => trim(editor, 'end'),
  },
  {
    id: 'marking.comment',
    caption: 'Comment on the marked range, the selection or this frame; click the picture to pin it',
    keys: ['C'],
    group: 'Marking',
    undo: 'one',
    when: (editor) => editor.canComment.value,
    run: comment,
  },
];
