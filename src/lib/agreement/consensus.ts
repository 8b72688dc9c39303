/**
 * One mark made of those that several layers have of one thing: edges and instants in the middle of theirs, shapes in
 * the mean, labels and attributes as most have them. Where as many say one thing as another, the first layer's counts.
 */
import type { AttributeChange, Attributed } from '#lib/model/attributed.ts';
import type { TierId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import type { MarkContent, TrackContent } from '#lib/model/mark-content.ts';
import { opsOf, type Shape } from '#lib/model/shape.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { stateAt } from '#lib/model/track.ts';
import { extentOf, type Mark } from './marks.ts';

/** What a mark is made anew from. */
export function contentOf(mark: Mark): MarkContent {
  const { label, attributes } = mark;
  if (mark.kind === 'track') {
    const { kind: shape, source, keyframes, changes } = mark.track;
    return { kind: 'track', label, shape, source, keyframes, attributes, ...(changes && { changes }) };
  }
  const doubt = mark.doubt && { doubt: mark.doubt };
  if (mark.kind === 'event')
    return { kind: 'event', label, frame: mark.frame as Frame, attributes, ...doubt };
  const range = {
    tier: mark.tier as TierId,
    start: mark.range.start as Frame,
    end: mark.range.end as Frame,
  };
  return mark.ref.kind === 'boundary'
    ? { kind: 'phase', label, ...range, ...doubt }
    : { kind: 'segment', label, ...range, attributes, ...doubt };
}

/**
 * The consensus of marks of one thing, in a video of so many frames.
 *
 * @returns null where there is none: tracks of different kinds of shape, and masks, whose mean is no mask
 */
export function mergedOf(marks: readonly Mark[], frames: number): MarkContent | null {
  const [first] = marks;
  if (!first) return null;
  if (first.kind === 'track') return mergedTrack(marks, frames);
  const label = mostSaid(marks.map((mark) => mark.label));
  const attributes = attributesOf(marks);
  const said = 'doubt' in first && first.doubt ? { doubt: first.doubt } : {};
  const start = clampFrame(median(marks.map((mark) => extentOf(mark).start)), frames);
  if (first.kind === 'event') return { kind: 'event', label, frame: start, attributes, ...said };
  const end = Math.max(start + 1, median(marks.map((mark) => extentOf(mark).end))) as Frame;
  const range = { tier: first.tier as TierId, start, end };
  return first.ref.kind === 'boundary'
    ? { kind: 'phase', label, ...range, ...said }
    : { kind: 'segment', label, ...range, attributes, ...said };
}

/**
 * The tracks' mean through time. It is there from the median of their first frames to that of their ends, as far as half
 * of them are there; its keyframes lie where any of them has one.
 */
function mergedTrack(marks: readonly Mark[], frames: number): TrackContent | null {
  const tracks = marks.flatMap((mark) => (mark.kind === 'track' ? [mark.track] : []));
  const [first] = tracks;
  if (!first || first.kind === 'mask' || tracks.some((one) => !isAlike(one, first))) return null;
  const start = median(marks.map((mark) => extentOf(mark).start));
  const end = median(marks.map((mark) => extentOf(mark).end));
  const turns = new Set([
    start,
    ...tracks.flatMap(({ keyframes }) => keyframes.map(({ frame }) => frame as number)),
  ]);
  const keyframes: Keyframe[] = [];
  for (const frame of [...turns].filter((one) => one >= start && one < end).toSorted((a, b) => a - b)) {
    const states = tracks.flatMap(({ keyframes: own }) => stateAt(own, frame as Frame) ?? []);
    const there = states.length * 2 >= tracks.length;
    const shape = there ? meanOf(states.map((state) => state.shape)) : keyframes.at(-1)?.shape;
    if (!shape || (!there && keyframes.at(-1)?.outside)) continue;
    const occluded = there && states.filter((state) => state.occluded).length * 2 > states.length;
    keyframes.push({ frame: frame as Frame, shape, outside: !there, occluded });
  }
  const last = keyframes.at(-1);
  if (!last) return null;
  if (end < frames && !last.outside)
    keyframes.push({ frame: end as Frame, shape: last.shape, outside: true, occluded: false });
  const { changes } = tracks.find((one) => (one.changes ?? []).length > 0) ?? {};
  return {
    kind: 'track',
    label: mostSaid(marks.map((mark) => mark.label)),
    shape: first.kind,
    source: mostSaid(tracks.map(({ source }) => source)),
    keyframes,
    ...answers(attributesOf(marks), changes),
  };
}

function answers(attributes: Attributed['attributes'], changes?: readonly AttributeChange[]): Attributed {
  return { attributes, ...(changes && { changes }) };
}

/** Of the same kind and, where its points have names, with as many of them. */
function isAlike(
  one: { readonly kind: Shape['kind']; readonly keyframes: readonly Keyframe[] },
  other: typeof one,
): boolean {
  const joints = ({ keyframes }: typeof one) => {
    const shape = keyframes[0]?.shape;
    return shape?.kind === 'skeleton' ? shape.joints.length : 0;
  };
  return one.kind === other.kind && joints(one) === joints(other);
}

function meanOf([first, ...others]: readonly Shape[]): Shape | undefined {
  return others.reduce<Shape | undefined>(
    (mean, shape, n) => mean && opsOf(shape.kind).interpolate(mean, shape, 1 / (n + 2)),
    first,
  );
}

/** The middle one; of two middle ones the frame between them. */
function median(frames: readonly number[]): number {
  const sorted = frames.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return Math.round((low + high) / 2);
}

/** What most say; of equally many what was said first. */
function mostSaid<Value>(said: readonly Value[]): Value {
  const counts = new Map<string, { readonly value: Value; count: number }>();
  for (const value of said) {
    const key = JSON.stringify(value);
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { value, count: 1 });
  }
  return [...counts.values()].reduce((most, one) => (one.count > most.count ? one : most)).value;
}

/** Of each attribute what most say who say anything. */
function attributesOf(marks: readonly Mark[]): Readonly<Record<string, AttributeValue>> {
  const said = new Map<string, AttributeValue[]>();
  for (const { attributes } of marks)
    for (const [key, value] of Object.entries(attributes))
      if (value !== null && value !== '') said.set(key, [...(said.get(key) ?? []), value]);
  return Object.fromEntries([...said].map(([key, values]) => [key, mostSaid(values)]));
}
