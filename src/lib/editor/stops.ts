/** Places worth going to: keyframes and edges of the selection, the next object, the next open comment. */
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import { anchorFrame } from '#lib/model/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import { phaseOf } from './deeds/interval.ts';
import type { Editor } from './editor.ts';

/** The nearest keyframe or edge before (-1) or after (1) the playhead: of the selection, or of everything. */
export function nextStop(editor: Editor, direction: 1 | -1): Frame | undefined {
  const { selection, playhead } = editor;
  const at = playhead.target.value;
  const refs = selection.refs.value.length > 0 ? selection.refs.value : everything(editor);
  let nearest: Frame | undefined;
  for (const frame of refs.flatMap((ref) => stopsOf(editor, ref))) {
    const away = (frame - at) * direction;
    if (away > 0 && (nearest === undefined || away < (nearest - at) * direction)) nearest = frame;
  }
  return nearest;
}

function everything({ reading }: Editor): AnnotationRef[] {
  return [
    ...[...reading.tracks.keys()].map((id) => ({ kind: 'track', id }) as const),
    ...[...reading.segments.keys()].map((id) => ({ kind: 'segment', id }) as const),
    ...[...reading.boundaries.keys()].map((id) => ({ kind: 'boundary', id }) as const),
    ...[...reading.events.keys()].map((id) => ({ kind: 'event', id }) as const),
  ];
}

/** Where an interval begins and ends; undefined for what is none. */
export function edgesOf(
  editor: Editor,
  ref: AnnotationRef,
): { readonly start: Frame; readonly end: Frame } | undefined {
  if (ref.kind === 'segment') return editor.reading.segments.get(ref.id);
  const boundary = ref.kind === 'boundary' ? editor.reading.boundaries.get(ref.id) : undefined;
  return boundary && phaseOf(editor, boundary);
}

/** Keyframes of a track; first and last frame of an interval; the frame of an event. */
export function stopsOf(editor: Editor, ref: AnnotationRef): Frame[] {
  const { reading, playhead } = editor;
  switch (ref.kind) {
    case 'track':
      return (reading.tracks.get(ref.id)?.keyframes ?? [])
        .map(({ frame }) => frame)
        .filter((f) => f < playhead.count);
    case 'segment': {
      const segment = reading.segments.get(ref.id);
      return segment ? [segment.start, (segment.end - 1) as Frame] : [];
    }
    case 'boundary': {
      const boundary = reading.boundaries.get(ref.id);
      const phase = boundary && phaseOf(editor, boundary);
      return phase ? [phase.start, (phase.end - 1) as Frame] : boundary ? [boundary.frame] : [];
    }
    case 'event': {
      const event = reading.events.get(ref.id);
      return event ? [event.frame] : [];
    }
  }
}

/**
 * The mark after or before the selected one, round and round: with an interval or an event selected among those of its
 * kind, else among the drawn objects on this frame, by label and number.
 */
export function nextObject(editor: Editor, direction: 1 | -1): AnnotationRef | undefined {
  const { selection } = editor;
  const first = selection.first;
  const row = first && first.kind !== 'track' ? siblings(editor, first.kind) : objectsHere(editor);
  if (row.length === 0) return undefined;
  const at = first ? row.findIndex((ref) => refKey(ref) === refKey(first)) : -1;
  const next = at < 0 ? (direction > 0 ? 0 : row.length - 1) : (at + direction + row.length) % row.length;
  return row[next];
}

function siblings(editor: Editor, kind: AnnotationRef['kind']): AnnotationRef[] {
  const refs = everything(editor).filter((ref) => ref.kind === kind);
  const start = (ref: AnnotationRef) => editor.frameOf(ref) ?? 0;
  return refs.sort((a, b) => start(a) - start(b));
}

function objectsHere(editor: Editor): AnnotationRef[] {
  const { scene, playhead, options, captions } = editor;
  const order = new Map(options.taxonomy.labels.map(({ id }, index) => [id, index]));
  return scene
    .drawnAt(playhead.shown.value)
    .map(({ track }) => {
      const ref = { kind: 'track', id: track.id } as const;
      return { ref, label: order.get(track.label) ?? order.size, number: captions.numberOf(ref) ?? 0 };
    })
    .sort((a, b) => a.label - b.label || a.number - b.number)
    .map(({ ref }) => ref);
}

/** Frames of comments that are not settled, ascending. */
export function openComments({ comments }: Editor): Frame[] {
  return [...comments.comments.values()]
    .filter(({ parent, resolved, deleted }) => parent === null && !resolved && !deleted)
    .map(({ anchor }) => anchorFrame(anchor))
    .filter((frame) => frame !== undefined)
    .sort((a, b) => a - b);
}
