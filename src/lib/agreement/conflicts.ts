/** Where two or more layers do not say the same of a video, worst first: what an adjudicator goes through. */
import { extentOf, framesOf, type Mark } from './marks.ts';
import { firstFrameOf, thingsIn, type Thing, type Tolerance } from './things.ts';
import { trackOverlap } from './track-overlap.ts';

/**
 * `missing`: not every layer has it · `label`: it is called differently · `edges`: it begins or ends far apart, or the
 * instant does · `place`: the tracks lie apart · `attributes`: other values are said of it. In this order.
 */
export const CONFLICT_KINDS = ['missing', 'label', 'edges', 'place', 'attributes'] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

export type Conflict = {
  readonly kind: ConflictKind;
  readonly thing: Thing;
  /** Where to look: where the layers are furthest apart, as far as that is one place. */
  readonly frame: number;
  /**
   * How bad, compared within a kind: frames that layers lack, or call differently; frames between the edges; 1 less the
   * overlap; how many attributes differ.
   */
  readonly amount: number;
  /** The attributes that differ, by their keys; empty for other kinds. */
  readonly keys: readonly string[];
};

/**
 * Every conflict of two or more layers of one video, worst first: by kind, then by how bad, then by frame. The same for
 * layers in any order, but for the order of `thing.marks`. A layer has no conflict with itself.
 */
export function conflictsOf(layers: readonly (readonly Mark[])[], tolerance: Tolerance): readonly Conflict[] {
  return thingsIn(layers, tolerance)
    .flatMap((thing) => conflictsAbout(thing, tolerance))
    .toSorted(
      (a, b) =>
        CONFLICT_KINDS.indexOf(a.kind) - CONFLICT_KINDS.indexOf(b.kind) ||
        b.amount - a.amount ||
        a.frame - b.frame,
    );
}

/** All that is in conflict about one thing. */
export function conflictsAbout(thing: Thing, tolerance: Tolerance): readonly Conflict[] {
  const marks = thing.marks.filter((mark) => mark !== null);
  const found: Conflict[] = [];
  const tell = (kind: ConflictKind, frame: number, amount: number, keys: readonly string[] = []) =>
    found.push({ kind, thing, frame, amount, keys });
  const longest = Math.max(...marks.map(framesOf));
  const lacking = thing.marks.length - marks.length;
  if (lacking > 0) tell('missing', firstFrameOf(thing), longest * lacking);
  if (new Set(marks.map(({ label }) => label)).size > 1) tell('label', firstFrameOf(thing), longest);
  const edge = worstEdge(marks, tolerance);
  if (edge) tell('edges', edge.frame, edge.off);
  const apart = furthestApart(marks, tolerance);
  if (apart !== undefined) tell('place', firstFrameOf(thing), apart);
  const keys = differingKeys(marks);
  if (keys.length > 0) tell('attributes', firstFrameOf(thing), keys.length, keys);
  return found;
}

/** The start, end or instant that is furthest apart, where it is further than what is let pass. */
function worstEdge(
  marks: readonly Mark[],
  { edgeFrames }: Tolerance,
): { readonly frame: number; readonly off: number } | undefined {
  const blur = Math.max(0, ...marks.map((mark) => ('doubt' in mark ? (mark.doubt?.fuzz ?? 0) : 0)));
  const spread = (at: (mark: Mark) => number) => {
    const frames = marks.map(at);
    const frame = Math.min(...frames);
    return { frame, off: Math.max(...frames) - frame };
  };
  const starts = spread((mark) => extentOf(mark).start);
  const ends = spread((mark) => extentOf(mark).end);
  const worst = ends.off > starts.off ? ends : starts;
  return worst.off > edgeFrames + blur ? worst : undefined;
}

/** 1 less the least overlap of two tracks, where that is less than is good. */
function furthestApart(marks: readonly Mark[], { goodTrack, nearPx }: Tolerance): number | undefined {
  const tracks = marks.filter((mark) => mark.kind === 'track');
  const overlaps = tracks.flatMap((one, n) =>
    tracks.slice(n + 1).map((other) => trackOverlap(one, other, nearPx)),
  );
  const least = Math.min(1, ...overlaps);
  return least < goodTrack ? 1 - least : undefined;
}

/** Keys under which not all say the same, of the whole or of some frame on; null and '' say nothing. Sorted. */
export function differingKeys(marks: readonly Mark[]): readonly string[] {
  const changesOf = (mark: Mark) => (mark.kind === 'track' ? (mark.track.changes ?? []) : []);
  const keys = new Set(
    marks.flatMap((mark) => [...Object.keys(mark.attributes), ...changesOf(mark).map(({ key }) => key)]),
  );
  const saidOf = (mark: Mark, key: string): string => {
    const { attributes } = mark;
    const whole = Object.hasOwn(attributes, key) ? attributes[key] : null;
    const later = changesOf(mark).filter((one) => one.key === key);
    return JSON.stringify([
      whole === '' ? null : (whole ?? null),
      later.map(({ frame, value }) => [frame, value]),
    ]);
  };
  return [...keys].filter((key) => new Set(marks.map((mark) => saidOf(mark, key))).size > 1).sort();
}
