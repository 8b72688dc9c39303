/** What a hand does to intervals and instants: segments of free tiers, phases of exclusive ones, events. */
import { addEvent, moveEvent } from '#lib/doc/edit/event.ts';
import { markPhase, moveBoundary } from '#lib/doc/edit/phase.ts';
import { addSegment, setSegmentEnd, setSegmentStart } from '#lib/doc/edit/segment.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { BoundaryId, LabelId, TierId } from '#lib/model/id.ts';
import {
  phasesOf,
  sortBoundaries,
  type Boundary,
  type PhaseSegment,
  type Segment,
} from '#lib/model/segment.ts';
import { labelOf, tierOf } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Editor } from '../editor.ts';
import { mayMarkOn } from './lanes.ts';

/** Marks [start, end) on a tier with a label; on an exclusive one it takes the place of what was there. */
export function makeInterval(editor: Editor, tier: TierId, label: LabelId, start: Frame, end: Frame): void {
  const { labels, taxonomy } = editor.options;
  if (!mayMarkOn(editor, `tier:${tier}`)) return;
  make(editor, labelOf(taxonomy, label)?.name ?? 'segment', start, () => {
    if (tierOf(taxonomy, tier)?.mode === 'exclusive') {
      const id = markPhase(labels, { tier, start, end, label, count: editor.playhead.count });
      return { kind: 'boundary', id };
    }
    return { kind: 'segment', id: addSegment(labels, { tier, label, start, end }) };
  });
}

/**
 * Begins a phase at a frame; it lasts to the boundary that is there already, else to the end of the video. Gives the
 * boundary it belongs to; undefined where one may not edit.
 */
export function startPhase(
  editor: Editor,
  tier: TierId,
  label: LabelId,
  start: Frame,
): BoundaryId | undefined {
  if (!mayMarkOn(editor, `tier:${tier}`)) return undefined;
  const made: (AnnotationRef & { readonly kind: 'boundary' })[] = [];
  const name = labelOf(editor.options.taxonomy, label)?.name ?? 'phase';
  editor.act(`start ${name}`, start, made, () => {
    made.push({ kind: 'boundary', id: markUntilNext(editor, tier, label, start) });
  });
  return made[0]?.id;
}

/** Nothing is in force from this frame to the next boundary. */
export function endPhase(editor: Editor, tier: TierId, frame: Frame): void {
  if (!mayMarkOn(editor, `tier:${tier}`)) return;
  const name = tierOf(editor.options.taxonomy, tier)?.name ?? 'phase';
  editor.act(`end the ${name}`, frame, [], () => markUntilNext(editor, tier, null, frame));
}

function markUntilNext(editor: Editor, tier: TierId, label: LabelId | null, start: Frame): BoundaryId {
  const { count } = editor.playhead;
  const next = boundariesOf(editor, tier).find(({ frame }) => frame > start);
  const end = Math.min(count, next?.frame ?? count) as Frame;
  return markPhase(editor.options.labels, { tier, start, end, label, count });
}

/** Marks an instant. */
export function makeEvent(editor: Editor, label: LabelId, frame: Frame): void {
  const { labels, taxonomy } = editor.options;
  if (!mayMarkOn(editor, 'events')) return;
  make(editor, labelOf(taxonomy, label)?.name ?? 'event', frame, () => ({
    kind: 'event',
    id: addEvent(labels, { label, frame }),
  }));
}

/** Makes a mark and selects it. */
function make(editor: Editor, name: string, frame: Frame, run: () => AnnotationRef): void {
  const made: AnnotationRef[] = []; // its name is known only once it is made
  editor.act(`mark ${name}`, frame, made, () => made.push(run()));
  if (made.length > 0) editor.selection.set(made);
}

/** The phase a boundary opens; undefined where it opens none. */
export function phaseOf(editor: Editor, boundary: Boundary): PhaseSegment | undefined {
  return phasesOf(boundariesOf(editor, boundary.tier), editor.playhead.count).find(
    ({ id }) => id === boundary.id,
  );
}

/** Live boundaries of a tier, in reading order. */
export function boundariesOf(editor: Editor, tier: TierId): Boundary[] {
  return sortBoundaries([...editor.reading.boundaries.values()].filter((one) => one.tier === tier));
}

/** The interval begins at this frame. */
export function trimIntervalStart(editor: Editor, ref: AnnotationRef, frame: Frame): void {
  const { reading, options } = editor;
  if (ref.kind === 'segment') {
    const segment = reading.segments.get(ref.id);
    if (!segment || !startsBefore(editor, frame, segment)) return;
    trim(editor, ref, 'start', frame, () => setSegmentStart(options.labels, ref.id, frame));
  } else if (ref.kind === 'boundary') {
    const boundary = reading.boundaries.get(ref.id);
    const phase = boundary && phaseOf(editor, boundary);
    if (!boundary || !phase || !startsBefore(editor, frame, phase)) return;
    const before = boundariesOf(editor, boundary.tier)
      .filter((one) => one.frame < boundary.frame)
      .at(-1);
    if (before && before.frame >= frame) return editor.say(PASSES, 'warn');
    trim(editor, ref, 'start', frame, () => moveBoundary(options.labels, ref.id, frame));
  } else if (ref.kind === 'event') {
    trim(editor, ref, 'place', frame, () => moveEvent(options.labels, ref.id, frame));
  }
}

/** This frame is the last of the interval. */
export function trimIntervalEnd(editor: Editor, ref: AnnotationRef, frame: Frame): void {
  const { reading, options, playhead } = editor;
  const end = (frame + 1) as Frame;
  if (ref.kind === 'segment') {
    const segment = reading.segments.get(ref.id);
    if (!segment || !endsAfter(editor, frame, segment)) return;
    trim(editor, ref, 'end', frame, () => setSegmentEnd(options.labels, ref.id, end));
  } else if (ref.kind === 'boundary') {
    const boundary = reading.boundaries.get(ref.id);
    const phase = boundary && phaseOf(editor, boundary);
    if (!boundary || !phase || !endsAfter(editor, frame, phase)) return;
    const later = boundariesOf(editor, boundary.tier).filter((one) => one.frame >= phase.end);
    const [next, afterNext] = later;
    if (end >= playhead.count && !next) return;
    if (afterNext && afterNext.frame <= end) return editor.say(PASSES, 'warn');
    trim(editor, ref, 'end', frame, () => {
      if (next) moveBoundary(options.labels, next.id, end);
      else
        markPhase(options.labels, {
          tier: phase.tier,
          start: end,
          end: playhead.count as Frame,
          label: null,
          count: playhead.count,
        });
    });
  } else if (ref.kind === 'event') {
    trim(editor, ref, 'place', frame, () => moveEvent(options.labels, ref.id, frame));
  }
}

const PASSES = 'That would pass its neighbour: mark the range with I and O, then Enter.';

function startsBefore(editor: Editor, frame: Frame, { end }: Pick<Segment, 'end'>): boolean {
  if (frame < end) return true;
  editor.say('It ends before this frame.', 'warn');
  return false;
}

function endsAfter(editor: Editor, frame: Frame, { start }: Pick<Segment, 'start'>): boolean {
  if (frame >= start) return true;
  editor.say('It begins after this frame.', 'warn');
  return false;
}

function trim(editor: Editor, ref: AnnotationRef, what: string, frame: Frame, run: () => void): void {
  editor.act(`set ${what} of ${editor.captionOf(ref)}`, frame, [ref], run);
}
