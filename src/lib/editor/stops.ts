/** Places worth going to: keyframes and edges of the selection, the next object, the next open comment. */
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { BoundaryId } from '#lib/model/id.ts';
import { keyedFramesOf } from '#lib/model/keyed-frames.ts';
import { phasesOf } from '#lib/model/segment.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import { phaseOf } from './deeds/interval.ts';
import type { Editor } from './editor.ts';
import { laneKeyOf } from './timeline/lane-display.ts';

/** The nearest keyframe or edge before (-1) or after (1) the playhead: of the selection, or of all rows that count. */
export function nextStop(editor: Editor, direction: 1 | -1): Frame | undefined {
  const { selection, playhead, reading } = editor;
  const at = playhead.target.value;
  const selected = selection.refs.value;
  const heard = (ref: AnnotationRef) => editor.lanes.isHeard(laneKeyOf(reading, ref) ?? '');
  const refs = selected.length > 0 ? selected : everything(editor).filter(heard);
  const phases = phasesByBoundary(editor, refs);
  let nearest: Frame | undefined;
  const offer = (frame: Frame | undefined) => {
    const away = frame === undefined || frame >= playhead.count ? 0 : (frame - at) * direction;
    if (away > 0 && (nearest === undefined || away < (nearest - at) * direction)) nearest = frame;
  };
  for (const ref of refs) {
    if (ref.kind === 'track') offer(keyedFrameBeside(reading.tracks.get(ref.id), at, direction));
    else if (ref.kind === 'boundary') for (const frame of phases.get(ref.id) ?? []) offer(frame);
    else for (const frame of stopsOf(editor, ref)) offer(frame);
  }
  return nearest;
}

/** The keyframe next to a frame; of a million none but those is looked at. */
function keyedFrameBeside(track: Track | undefined, at: Frame, direction: 1 | -1): Frame | undefined {
  if (!track) return undefined;
  const { frames } = keyedFramesOf(track);
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((frames[middle] as number) < (direction > 0 ? at + 1 : at)) low = middle + 1;
    else high = middle;
  }
  return frames[direction > 0 ? low : low - 1] as Frame | undefined;
}

/** First and last frame of each phase, each tier read once; the frame of a boundary that opens none. */
function phasesByBoundary(
  { reading, playhead }: Editor,
  refs: readonly AnnotationRef[],
): ReadonlyMap<BoundaryId, Frame[]> {
  const wanted = refs.flatMap((ref) =>
    ref.kind === 'boundary' ? (reading.boundaries.get(ref.id) ?? []) : [],
  );
  const stops = new Map<BoundaryId, Frame[]>(wanted.map(({ id, frame }) => [id, [frame]]));
  const tiers = Map.groupBy(reading.boundaries.values(), ({ tier }) => tier);
  for (const tier of new Set(wanted.map((one) => one.tier)))
    for (const { id, start, end } of phasesOf(tiers.get(tier) ?? [], playhead.count))
      if (stops.has(id)) stops.set(id, [start, (end - 1) as Frame]);
  return stops;
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
