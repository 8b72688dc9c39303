/** The list of everything marked, as rows: the accessible twin of picture and timeline. */
import { boundariesOf } from '#lib/editor/deeds/interval.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import { keyedFramesOf } from '#lib/model/keyed-frames.ts';
import { phasesOf } from '#lib/model/segment.ts';
import { tierOf } from '#lib/model/taxonomy.ts';
import { timeText } from '../place.ts';

export type HeadingRow = {
  readonly kind: 'heading';
  readonly key: string;
  readonly name: string;
  readonly count: number;
};
export type MarkRow = {
  readonly kind: 'mark';
  readonly key: string;
  readonly ref: AnnotationRef;
  readonly caption: string;
  /** `#rrggbb` */
  readonly color: string;
  /** Keyframes of an object, or where an interval or event lies. */
  readonly detail: string;
};
export type Row = HeadingRow | MarkRow;

/** Objects by label and number, then each tier, then events; only marks whose caption contains the words. */
export function objectRows(editor: Editor, words: string): readonly Row[] {
  const { reading, options } = editor;
  const order = new Map<string, number>(options.taxonomy.labels.map(({ id }, at) => [id, at]));
  const tracks = [...reading.tracks.values()]
    .map((track) => ({ track, ref: { kind: 'track', id: track.id } as const }))
    .sort(
      (a, b) =>
        (order.get(a.track.label) ?? 1e9) - (order.get(b.track.label) ?? 1e9) ||
        byNumber(editor, a.ref, b.ref),
    );
  const rows: Row[] = group(
    'Objects',
    tracks.map(({ track, ref }) => {
      const count = keyedFramesOf(track).frames.length;
      return row(editor, ref, count === 1 ? '1 keyframe' : `${count} keyframes`);
    }),
    words,
  );
  for (const tier of tiersInUse(editor)) rows.push(...group(tier.name, intervals(editor, tier.id), words));
  const events = [...reading.events.values()]
    .map(({ id, frame }) => ({ frame, ref: { kind: 'event', id } as const }))
    .sort((a, b) => a.frame - b.frame || byNumber(editor, a.ref, b.ref));
  rows.push(
    ...group(
      'Events',
      events.map(({ ref, frame }) => row(editor, ref, timeText(options.index, frame))),
      words,
    ),
  );
  return rows;
}

function tiersInUse({ reading, options }: Editor) {
  const used = new Set(
    [...reading.segments.values(), ...reading.boundaries.values()].map(({ tier }) => tier),
  );
  const known = options.taxonomy.tiers.filter(({ id }) => used.has(id));
  return known.filter(({ id }) => tierOf(options.taxonomy, id) !== undefined);
}

function intervals(editor: Editor, tier: ReturnType<typeof tiersInUse>[number]['id']): readonly MarkRow[] {
  const { reading, options, playhead } = editor;
  const from = (start: number, end: number) =>
    `${timeText(options.index, start)} – ${timeText(options.index, end)}`;
  const segments = [...reading.segments.values()]
    .filter((segment) => segment.tier === tier)
    .map(({ id, start, end }) => ({ start, row: row(editor, { kind: 'segment', id }, from(start, end)) }));
  const phases = phasesOf(boundariesOf(editor, tier), playhead.count).map(({ id, start, end }) => ({
    start,
    row: row(editor, { kind: 'boundary', id }, from(start, end)),
  }));
  return [...segments, ...phases].sort((a, b) => a.start - b.start).map((one) => one.row);
}

function byNumber(editor: Editor, a: AnnotationRef, b: AnnotationRef): number {
  return (editor.captions.numberOf(a) ?? 0) - (editor.captions.numberOf(b) ?? 0);
}

function row(editor: Editor, ref: AnnotationRef, detail: string): MarkRow {
  const [caption, color] = [editor.captionOf(ref), editor.colorOf(ref)];
  return { kind: 'mark', key: refKey(ref), ref, caption, color, detail };
}

function group(name: string, marks: readonly MarkRow[], words: string): Row[] {
  const wanted = words.trim().toLowerCase();
  const fitting =
    wanted === '' ? marks : marks.filter(({ caption }) => caption.toLowerCase().includes(wanted));
  if (fitting.length === 0) return [];
  return [{ kind: 'heading', key: `heading:${name}`, name, count: fitting.length }, ...fitting];
}
