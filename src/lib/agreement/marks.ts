/** The marks of one layer as they are compared with those of another: each with where it lies and what is said of it. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LayerMarks } from '#lib/model/completeness.ts';
import type { Doubt } from '#lib/model/doubt.ts';
import type { LabelId } from '#lib/model/id.ts';
import { isEverPresent } from '#lib/model/keyed-frames.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import { phasesOf, type Boundary } from '#lib/model/segment.ts';
import { presentRanges, type Track } from '#lib/model/track.ts';
import type { Interval } from './interval-overlap.ts';

type Said = {
  /** Of a phase that of its opening boundary. */
  readonly ref: AnnotationRef;
  readonly label: LabelId;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
};

/** Frames are 0-based; ranges half-open. */
export type Mark = Said &
  (
    | { readonly kind: 'track'; readonly track: Track; readonly ranges: readonly Interval[] }
    | {
        /** A segment of a free tier, or a phase. */
        readonly kind: 'interval';
        readonly tier: string;
        readonly range: Interval;
        readonly doubt?: Doubt;
      }
    | { readonly kind: 'event'; readonly frame: number; readonly doubt?: Doubt }
  );

/** All marks that count in a video of so many frames: deleted ones do not, nor tracks that are nowhere. */
export function marksOf(
  { tracks, segments, boundaries, events }: LayerMarks,
  frames: number,
): readonly Mark[] {
  const tiers = new Map<string, Boundary[]>();
  for (const one of boundaries) {
    const known = tiers.get(one.tier);
    if (known) known.push(one);
    else tiers.set(one.tier, [one]);
  }
  return [
    ...[...tracks].flatMap((track): Mark[] => {
      if (track.deleted || !isEverPresent(track)) return [];
      const ranges = presentRanges(track.keyframes, frames);
      const { id, label, attributes } = track;
      return ranges.length > 0
        ? [{ kind: 'track', ref: { kind: 'track', id }, label, attributes, track, ranges }]
        : [];
    }),
    ...[...segments].flatMap(({ id, label, attributes, tier, start, end, deleted, doubt }): Mark[] =>
      deleted
        ? []
        : [
            {
              kind: 'interval',
              ref: { kind: 'segment', id },
              label,
              attributes,
              tier,
              range: { start, end },
              ...(doubt && { doubt }),
            },
          ],
    ),
    ...[...tiers.values()].flatMap((of) =>
      phasesOf(of, frames).map(({ id, tier, label, start, end, doubt }): Mark => ({
        kind: 'interval',
        ref: { kind: 'boundary', id },
        label,
        attributes: {},
        tier,
        range: { start, end },
        ...(doubt && { doubt }),
      })),
    ),
    ...[...events].flatMap(({ id, label, attributes, frame, deleted, doubt }): Mark[] =>
      deleted
        ? []
        : [{ kind: 'event', ref: { kind: 'event', id }, label, attributes, frame, ...(doubt && { doubt }) }],
    ),
  ];
}

/** From the first frame on which a mark is there to the one after the last. */
export function extentOf(mark: Mark): Interval {
  if (mark.kind === 'event') return { start: mark.frame, end: mark.frame + 1 };
  if (mark.kind === 'interval') return mark.range;
  return { start: mark.ranges[0]?.start ?? 0, end: mark.ranges.at(-1)?.end ?? 0 };
}

/** On how many frames a mark is there. */
export function framesOf(mark: Mark): number {
  if (mark.kind === 'event') return 1;
  const ranges = mark.kind === 'track' ? mark.ranges : [mark.range];
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}
