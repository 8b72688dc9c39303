/**
 * Which marks of several layers are of the same thing. Pairs of layers are matched each by itself, best sums first
 * (optimal-matching.ts), marks with the same label before others; then pairs become groups with at most one mark of each
 * layer, the surest pairs first.
 */
import type { Tolerance } from '#lib/model/tolerance.ts';
import { intervalOverlap } from './interval-overlap.ts';
import { extentOf, type Mark } from './marks.ts';
import { optimalMatching, type WeightedPair } from './optimal-matching.ts';
import { NEAR_PX } from './shape-overlap.ts';
import { trackOverlap } from './track-overlap.ts';

export type { Tolerance };

/** For a video of so many frames a second: half a second for events, a quarter for edges. */
export function usualTolerance(fps: number): Tolerance {
  return {
    leastTrack: 0.1,
    leastInterval: 0.1,
    eventFrames: Math.max(1, Math.round(fps / 2)),
    edgeFrames: Math.max(1, Math.round(fps / 4)),
    goodTrack: 0.5,
    nearPx: NEAR_PX,
  };
}

/** One thing as each layer has it; null where a layer has it not. At least one has it. */
export type Thing = { readonly marks: readonly (Mark | null)[] };

/**
 * How far two marks are the same, 0 to 1; 0 where they can be no pair. Tracks by spatio-temporal overlap, intervals of
 * one tier by temporal overlap, events by how near they are within the tolerance (1 on the same frame).
 */
export function likeness(a: Mark, b: Mark, tolerance: Tolerance): number {
  if (a.kind === 'track' && b.kind === 'track') {
    const overlap = trackOverlap(a, b, tolerance.nearPx);
    return overlap >= tolerance.leastTrack ? overlap : 0;
  }
  if (a.kind === 'interval' && b.kind === 'interval' && a.tier === b.tier) {
    const overlap = intervalOverlap(a.range, b.range);
    return overlap >= tolerance.leastInterval ? overlap : 0;
  }
  if (a.kind === 'event' && b.kind === 'event') {
    const off = Math.abs(a.frame - b.frame);
    return off <= tolerance.eventFrames ? 1 - off / (tolerance.eventFrames + 1) : 0;
  }
  return 0;
}

/** The things in two or more layers, in the order of their first frames. Each mark is in exactly one. */
export function thingsIn(layers: readonly (readonly Mark[])[], tolerance: Tolerance): readonly Thing[] {
  type Link = { readonly a: Node; readonly b: Node; readonly sure: number };
  type Node = { readonly layer: number; readonly mark: Mark; group: Group };
  type Group = { nodes: Node[] };
  const nodes = layers.map((marks, layer) =>
    marks.map((mark): Node => {
      const group: Group = { nodes: [] };
      const node: Node = { layer, mark, group };
      group.nodes.push(node);
      return node;
    }),
  );
  const links: Link[] = [];
  for (const [n, left] of nodes.entries())
    for (const right of nodes.slice(n + 1))
      for (const { row, column, weight } of matchMarks(left, right, tolerance)) {
        const [a, b] = [left[row], right[column]];
        if (a && b) links.push({ a, b, sure: weight });
      }
  // A stable sort: of equally sure ones those of earlier layers come first.
  for (const { a, b } of links.toSorted((one, other) => other.sure - one.sure)) {
    const taken = new Set(a.group.nodes.map(({ layer }) => layer));
    if (a.group === b.group || b.group.nodes.some(({ layer }) => taken.has(layer))) continue;
    const joined = a.group;
    for (const node of b.group.nodes) {
      joined.nodes.push(node);
      node.group = joined;
    }
  }
  const groups = new Set(nodes.flat().map(({ group }) => group));
  return [...groups]
    .map(({ nodes: members }): Thing => {
      const marks = layers.map((_, layer) => members.find((one) => one.layer === layer)?.mark ?? null);
      return { marks };
    })
    .toSorted((a, b) => firstFrameOf(a) - firstFrameOf(b));
}

/** First frame on which any layer has it. */
export function firstFrameOf({ marks }: Thing): number {
  return Math.min(...marks.flatMap((mark) => (mark ? [extentOf(mark).start] : [])));
}

/** Those with the same label first: another label on the same place is a conflict only where nothing agrees better. */
function matchMarks(
  left: readonly { readonly mark: Mark }[],
  right: readonly { readonly mark: Mark }[],
  tolerance: Tolerance,
): readonly WeightedPair[] {
  const candidates = left.flatMap(({ mark: a }, row) =>
    right.flatMap(({ mark: b }, column) => {
      const weight = likeness(a, b, tolerance);
      return weight > 0
        ? [{ row, column, weight, same: a.label === b.label, event: a.kind === 'event' }]
        : [];
    }),
  );
  // Of events as many as can be are paired, and only then the nearer ones: how near must not outweigh a pair.
  const weighed = candidates.map((one) => ({
    ...one,
    weight: one.event ? 1 + one.weight / (left.length + right.length + 1) : one.weight,
  }));
  const first = optimalMatching(weighed.filter(({ same }) => same));
  const rows = new Set(first.map(({ row }) => row));
  const columns = new Set(first.map(({ column }) => column));
  const rest = optimalMatching(
    weighed.filter(({ same, row, column }) => !same && !rows.has(row) && !columns.has(column)),
  );
  return [...first, ...rest];
}
