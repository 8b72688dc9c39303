/**
 * The list of everything marked, as rows: the accessible twin of picture and timeline. A row names its mark only; what it
 * says is read where it is in sight, as a document may hold thousands and changes with every edit of anybody.
 */
import { edgesOf } from '#lib/editor/stops.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { missingAt } from '#lib/editor/to-do.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { TierId } from '#lib/model/id.ts';
import { keyedFramesOf } from '#lib/model/keyed-frames.ts';
import { phasesOf } from '#lib/model/segment.ts';
import { amountText } from '../../kit/wording.ts';
import { markOfDoubt } from '../../timeline/paint/doubt.ts';
import { timeText } from '../place.ts';

export type HeadingRow = {
  readonly kind: 'heading';
  readonly key: string;
  readonly name: string;
  readonly count: number;
};
export type MarkRow = { readonly kind: 'mark'; readonly key: string; readonly ref: AnnotationRef };
export type Row = HeadingRow | MarkRow;

/** What a row says. */
export type RowFace = {
  readonly caption: string;
  /** `#rrggbb` */
  readonly color: string;
  /** Keyframes of an object, or where an interval or event lies. */
  readonly detail: string;
  /** Names of what is asked for and was never said; '' where nothing is. */
  readonly toDo: string;
};

/** Objects by label and number, then each tier, then events; only marks whose caption contains the words. */
export function objectRows(editor: Editor, words: string): readonly Row[] {
  const { reading, captions, options } = editor;
  const wanted = words.trim().toLowerCase();
  const fits = (ref: AnnotationRef) => wanted === '' || editor.captionOf(ref).toLowerCase().includes(wanted);
  const group = (name: string, refs: readonly AnnotationRef[]): Row[] => {
    const fitting = refs.filter(fits);
    if (fitting.length === 0) return [];
    const marks = fitting.map((ref): MarkRow => ({ kind: 'mark', key: refKey(ref), ref }));
    return [{ kind: 'heading', key: `heading:${name}`, name, count: fitting.length }, ...marks];
  };
  const intervals = intervalsByTier(editor);
  const events = [...reading.events.values()].sort((a, b) => a.frame - b.frame || (a.id < b.id ? -1 : 1));
  return [
    ...group('Objects', captions.inOrder('track')),
    ...options.taxonomy.tiers.flatMap(({ id, name }) => group(name, intervals.get(id) ?? [])),
    ...group(
      'Events',
      events.map(({ id }) => ({ kind: 'event', id })),
    ),
  ];
}

/** Segments and phases of each tier, ascending. */
function intervalsByTier({ reading, playhead }: Editor): ReadonlyMap<TierId, readonly AnnotationRef[]> {
  const found = new Map<TierId, { readonly ref: AnnotationRef; readonly start: number }[]>();
  const add = (tier: TierId, ref: AnnotationRef, start: number) => {
    const all = found.get(tier);
    if (all) all.push({ ref, start });
    else found.set(tier, [{ ref, start }]);
  };
  for (const { id, tier, start } of reading.segments.values()) add(tier, { kind: 'segment', id }, start);
  for (const [tier, boundaries] of Map.groupBy(reading.boundaries.values(), (one) => one.tier))
    for (const { id, start } of phasesOf(boundaries, playhead.count))
      add(tier, { kind: 'boundary', id }, start);
  return new Map(
    [...found].map(([tier, all]) => [tier, all.sort((a, b) => a.start - b.start).map(({ ref }) => ref)]),
  );
}

export function faceOf(editor: Editor, ref: AnnotationRef): RowFace {
  const mark = editor.reading.find(ref);
  const doubt = mark && !('keyframes' in mark) ? mark.doubt : undefined;
  return {
    caption: `${markOfDoubt(doubt)}${editor.captionOf(ref)}`,
    color: editor.colorOf(ref),
    detail: detailOf(editor, ref),
    toDo: missingAt(editor, ref)
      .map(({ name }) => name)
      .join(', '),
  };
}

function detailOf(editor: Editor, ref: AnnotationRef): string {
  const { reading, options } = editor;
  if (ref.kind === 'track') {
    const track = reading.tracks.get(ref.id);
    return track ? amountText(keyedFramesOf(track).frames.length, 'keyframe') : '';
  }
  if (ref.kind === 'event') {
    const event = reading.events.get(ref.id);
    return event ? timeText(options.index, event.frame) : '';
  }
  const edges = edgesOf(editor, ref);
  return edges ? `${timeText(options.index, edges.start)} – ${timeText(options.index, edges.end)}` : '';
}
