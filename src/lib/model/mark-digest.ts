/**
 * What a mark is as one short text, to tell whether it has changed: the same on every machine that reads the same marks.
 * Nobody is kept from making another one with the same digest; it proves nothing.
 */
import { refKey, type AnnotationKind } from './annotation.ts';
import { canonical } from './canonical.ts';
import type { LayerMarks } from './completeness.ts';
import { isEverPresent } from './keyed-frames.ts';
import { phasesOf, type Boundary } from './segment.ts';

/** Of a mark that is not there: deleted, or a phase that is no more. */
export const GONE = '0'.repeat(16);

/** Marks are immutable values, so what was made for one holds as long as the mark does. */
const known = new WeakMap<object, string>();

/** By refKey, of all marks that are there in a video of so many frames; of phases, with where they end. */
export function digestsOf(
  { tracks, segments, boundaries, events }: LayerMarks,
  frames: number,
): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const add = (kind: AnnotationKind, mark: { readonly id: string }, digest: string) =>
    all.set(refKey({ kind, id: mark.id } as Parameters<typeof refKey>[0]), digest);
  for (const track of tracks)
    if (!track.deleted && isEverPresent(track)) add('track', track, digestOf(track));
  for (const segment of segments) if (!segment.deleted) add('segment', segment, digestOf(segment));
  for (const event of events) if (!event.deleted) add('event', event, digestOf(event));
  const tiers = Map.groupBy(boundaries as Iterable<Boundary>, ({ tier }) => tier);
  for (const of of tiers.values())
    for (const phase of phasesOf(of, frames)) add('boundary', phase, hash(canonical(phase)));
  return all;
}

function digestOf(mark: object): string {
  const found = known.get(mark);
  if (found !== undefined) return found;
  const made = hash(canonical(mark));
  known.set(mark, made);
  return made;
}

/** 16 hexadecimal digits: two FNV-1a-like sums of 32 bits with other primes. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b1];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a, b].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('');
}
