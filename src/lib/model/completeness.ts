/** What is still missing in a layer by the rules of its task: the screen shows it while people work, the server asks it when they give it in. */
import type { AnnotationRef } from './annotation.ts';
import type { Attribute } from './attribute.ts';
import type { Event } from './event.ts';
import { isEverPresent } from './keyed-frames.ts';
import type { AttributeValue } from './label.ts';
import { phasesOf, type Boundary, type Segment } from './segment.ts';
import type { RequiredLabel, TaskRules } from './task.ts';
import { labelOf, type Taxonomy } from './taxonomy.ts';
import { presentRanges, type Track } from './track.ts';

/** The marks of a layer; deleted ones may be among them. */
export type LayerMarks = {
  readonly tracks: Iterable<Track>;
  readonly segments: Iterable<Segment>;
  readonly boundaries: Iterable<Boundary>;
  readonly events: Iterable<Event>;
};

export const MISSING_RULES = [
  'required', 'gapless', 'track-length', 'attributes', 'comments', 'checklist',
] as const; // prettier-ignore
/** `checklist`: a point of the review that nobody has said to be done. */
export type MissingRule = (typeof MISSING_RULES)[number];

export type Missing = {
  readonly rule: MissingRule;
  readonly sentence: string;
  /** Where to look: a frame, or null. */
  readonly frame: number | null;
  readonly ref: AnnotationRef | null;
};

export type Surroundings = {
  readonly taxonomy: Taxonomy;
  /** Frames of the video. */
  readonly frames: number;
  /** Open threads of its discussion. */
  readonly openComments: number;
};

type Placed = { readonly label: string | null; readonly ranges: readonly { start: number; end: number }[] };

/** All that is missing, in the order of the rules and then of frames. Frames are 0-based. */
export function missingIn(marks: LayerMarks, rules: TaskRules, around: Surroundings): readonly Missing[] {
  const live = {
    tracks: [...marks.tracks].filter((track) => !track.deleted && isEverPresent(track)),
    segments: [...marks.segments].filter(({ deleted }) => !deleted),
    boundaries: [...marks.boundaries].filter(({ deleted }) => !deleted),
    events: [...marks.events].filter(({ deleted }) => !deleted),
  };
  const { frames, openComments } = around;
  const placed = (): Placed[] => placesOf(live, frames);
  return [
    ...(rules.required.length > 0 ? requiredMissing(placed(), rules.required, around) : []),
    ...rules.gapless.flatMap((tier) => gapsOf(live.boundaries, tier, around)),
    ...(rules.leastTrackFrames > 0 ? shortTracks(live.tracks, rules.leastTrackFrames, around) : []),
    ...(rules.attributesFilled ? emptyAttributes(live, around) : []),
    ...(rules.commentsResolved && openComments > 0 ? [commentsOpen(openComments)] : []),
  ];
}

type Live = {
  readonly tracks: readonly Track[];
  readonly segments: readonly Segment[];
  readonly boundaries: readonly Boundary[];
  readonly events: readonly Event[];
};

function placesOf({ tracks, segments, boundaries, events }: Live, frames: number): Placed[] {
  const tiers = new Set(boundaries.map(({ tier }) => tier));
  const phases = [...tiers].flatMap((tier) =>
    phasesOf(
      boundaries.filter((one) => one.tier === tier),
      frames,
    ),
  );
  return [
    ...tracks.map(({ label, keyframes }) => ({ label, ranges: presentRanges(keyframes, frames) })),
    ...[...segments, ...phases].map(({ label, start, end }) => ({ label, ranges: [{ start, end }] })),
    ...events.map(({ label, frame }) => ({ label, ranges: [{ start: frame, end: frame + 1 }] })),
  ];
}

function requiredMissing(
  placed: readonly Placed[],
  required: readonly RequiredLabel[],
  { taxonomy, frames }: Surroundings,
): Missing[] {
  return required.flatMap(({ label, from, to }) => {
    const [first, last] = [from ?? 0, to ?? frames - 1];
    const there = placed.some(
      (one) => one.label === label && one.ranges.some(({ start, end }) => start <= last && end > first),
    );
    if (there) return [];
    const where = from === null && to === null ? '' : ` between frames ${first} and ${last}`;
    const name = labelOf(taxonomy, label)?.name ?? label;
    return [
      { rule: 'required', sentence: `“${name}” is missing${where}.`, frame: first, ref: null } as const,
    ];
  });
}

function gapsOf(
  boundaries: readonly Boundary[],
  tier: string,
  { taxonomy, frames }: Surroundings,
): Missing[] {
  const phases = phasesOf(
    boundaries.filter((one) => one.tier === tier),
    frames,
  );
  const name = taxonomy.tiers.find(({ id }) => id === tier)?.name ?? tier;
  const gaps: Missing[] = [];
  let at = 0;
  for (const { start, end } of [...phases, { start: frames, end: frames }]) {
    if (start > at)
      gaps.push({
        rule: 'gapless',
        sentence: `${name} has no label from frame ${at} to ${start - 1}.`,
        frame: at,
        ref: null,
      });
    at = Math.max(at, end);
  }
  return gaps;
}

function shortTracks(tracks: readonly Track[], least: number, { taxonomy, frames }: Surroundings): Missing[] {
  return tracks.flatMap(({ id, label, keyframes }) => {
    const ranges = presentRanges(keyframes, frames);
    const length = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    if (length >= least) return [];
    const name = labelOf(taxonomy, label)?.name ?? 'An object';
    const sentence = `${name} is there for ${length} of at least ${least} frames.`;
    const frame = ranges[0]?.start ?? null;
    return [{ rule: 'track-length', sentence, frame, ref: { kind: 'track', id } } as const];
  });
}

function emptyAttributes({ tracks, segments, events }: Live, { taxonomy }: Surroundings): Missing[] {
  type Said = { readonly label: string; readonly attributes: Readonly<Record<string, AttributeValue>> };
  const look = (said: Said, ref: AnnotationRef, frame: number | null): Missing[] => {
    const label = taxonomy.labels.find(({ id }) => id === said.label);
    const empty = (label?.attributes ?? []).filter((one) => !one.retired && !isFilled(one, said.attributes));
    if (!label || empty.length === 0) return [];
    const names = empty.map(({ name }) => name).join(', ');
    return [{ rule: 'attributes', sentence: `${label.name} lacks: ${names}.`, frame, ref }];
  };
  return [
    ...tracks.flatMap((one) => look(one, { kind: 'track', id: one.id }, one.keyframes[0]?.frame ?? null)),
    ...segments.flatMap((one) => look(one, { kind: 'segment', id: one.id }, one.start)),
    ...events.flatMap((one) => look(one, { kind: 'event', id: one.id }, one.frame)),
  ];
}

function isFilled(
  { id, kind, choices }: Attribute,
  values: Readonly<Record<string, AttributeValue>>,
): boolean {
  if (kind === 'several') return choices.some((choice) => values[choice.id] === true);
  const value = values[id];
  return value !== undefined && value !== null && value !== '';
}

function commentsOpen(count: number): Missing {
  const sentence = count === 1 ? 'One comment is open.' : `${count} comments are open.`;
  return { rule: 'comments', sentence, frame: null, ref: null };
}
