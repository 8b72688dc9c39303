/**
 * How far two shapes on one frame are the same, 0 to 1. Image space.
 *
 * - Of what has an area: intersection over union, by rows of the picture. Upright boxes and pairs of masks are exact;
 *   other outlines are cut at the middle of 128 rows: within about 1 % of
 *   the union for outlines that are not finer than such a row.
 * - Of points, lines and skeletons: exp(−d²/(2·near²)) with the mean distance d between them, as in COCO's keypoint
 *   similarity with s·k = near (Ronchi & Perona 2017, ICCV). Joints that are hidden count; one that
 *   is absent in one of them is as far off as the larger pose is large.
 * - Of an area and none: 0.
 */
import type { ImagePoint } from '#lib/model/geometry.ts';
import { rectsMeet } from '#lib/model/geometry.ts';
import { boundsOf, opsOf, type Shape } from '#lib/model/shape.ts';
import { insideRuns, type Mask } from '#lib/model/shapes/mask.ts';
import type { Skeleton } from '#lib/model/shapes/skeleton.ts';

/** Distance in image pixels at which points are the same by 0.61. */
export const NEAR_PX = 10;
/** Of an outline that are looked at. */
const ROWS = 128;
/** Of two masks. */
const MOST_ROWS = 8192;
/** Places on a line that are compared. */
const PLACES = 32;

/** Where a horizontal line at a height crosses the edge of an area: in and out by turns, ascending. */
type Cut = (y: number, into: Crossings) => void;
/** Reused from row to row: a new list for each would cost more than all else. */
type Crossings = { at: Float64Array; count: number };

/** @param near see above; image pixels */
export function shapeOverlap(a: Shape, b: Shape, near = NEAR_PX): number {
  if (a.kind === 'box' && b.kind === 'box') {
    const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
    const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
    const shared = w > 0 && h > 0 ? w * h : 0;
    return shared / (a.w * a.h + b.w * b.h - shared);
  }
  const [cutA, cutB] = [cutOf(a), cutOf(b)];
  if (cutA && cutB) return areaOverlap(a, b, cutA, cutB);
  if (cutA || cutB) return 0;
  const distance = meanDistance(a, b);
  return distance === undefined ? 0 : Math.exp(-(distance ** 2) / (2 * near ** 2));
}

function areaOverlap(a: Shape, b: Shape, cutA: Cut, cutB: Cut): number {
  const [boxA, boxB] = [boundsOf(a), boundsOf(b)];
  if (!rectsMeet(boxA, boxB)) return 0;
  const top = Math.min(boxA.y, boxB.y);
  const height = Math.max(boxA.y + boxA.h, boxB.y + boxB.h) - top;
  // Rows of two masks are the picture's own.
  const rows = a.kind === 'mask' && b.kind === 'mask' ? Math.min(MOST_ROWS, height) : ROWS;
  const [inA, inB] = [crossings(), crossings()];
  let [shared, all] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const y = top + ((row + 0.5) * height) / rows;
    cutA(y, inA);
    cutB(y, inB);
    const common = commonLength(inA, inB);
    shared += common;
    all += lengthOf(inA) + lengthOf(inB) - common;
  }
  return all > 0 ? shared / all : 0;
}

function crossings(): Crossings {
  return { at: new Float64Array(64), count: 0 };
}

function add(to: Crossings, x: number): void {
  if (to.count === to.at.length) {
    const longer = new Float64Array(to.count * 2);
    longer.set(to.at);
    to.at = longer;
  }
  to.at[to.count++] = x;
}

function lengthOf({ at, count }: Crossings): number {
  let sum = 0;
  for (let n = 0; n + 1 < count; n += 2) sum += (at[n + 1] as number) - (at[n] as number);
  return sum;
}

function commonLength(a: Crossings, b: Crossings): number {
  let [sum, i, j] = [0, 0, 0];
  while (i + 1 < a.count && j + 1 < b.count) {
    const [endA, endB] = [a.at[i + 1] as number, b.at[j + 1] as number];
    sum += Math.max(0, Math.min(endA, endB) - Math.max(a.at[i] as number, b.at[j] as number));
    if (endA < endB) i += 2;
    else j += 2;
  }
  return sum;
}

function cutOf(shape: Shape): Cut | undefined {
  if (shape.kind === 'mask') return maskCut(shape);
  const outline = opsOf(shape.kind).outline(shape);
  return outline ? outlineCut(outline) : undefined;
}

/** Even and odd: as canvas and COCO fill an outline that crosses itself. */
function outlineCut(outline: readonly ImagePoint[]): Cut {
  return (y, into) => {
    into.count = 0;
    let from = outline.at(-1) as ImagePoint;
    for (const to of outline) {
      if (from.y > y !== to.y > y) add(into, from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
      from = to;
    }
    // Few, and often in order already.
    const { at, count } = into;
    for (let n = 1; n < count; n++) {
      const x = at[n] as number;
      let place = n;
      for (; place > 0 && (at[place - 1] as number) > x; place--) at[place] = at[place - 1] as number;
      at[place] = x;
    }
  };
}

/** A mask holds from keyframe to keyframe: its rows are taken apart once. */
const rowsOfMasks = new WeakMap<Mask, ReadonlyMap<number, readonly number[]>>();

function maskCut(mask: Mask): Cut {
  const rows = rowsOfMasks.get(mask) ?? rowsOf(mask);
  rowsOfMasks.set(mask, rows);
  return (y, into) => {
    into.count = 0;
    for (const x of rows.get(Math.floor(y)) ?? []) add(into, x);
  };
}

function rowsOf(mask: Mask): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (const [start, end] of insideRuns(mask)) {
    for (let at = start; at < end;) {
      const row = Math.floor(at / mask.w);
      const stop = Math.min(end, (row + 1) * mask.w);
      const left = mask.x + at - row * mask.w;
      const known = rows.get(mask.y + row);
      if (known) known.push(left, left + stop - at);
      else rows.set(mask.y + row, [left, left + stop - at]);
      at = stop;
    }
  }
  return rows;
}

/** Mean distance in pixels between two of points, lines and skeletons; undefined for two of different kinds. */
function meanDistance(a: Shape, b: Shape): number | undefined {
  if (a.kind === 'skeleton' && b.kind === 'skeleton') return jointDistance(a, b);
  if (a.kind === 'polyline' && b.kind === 'polyline') return pathDistance(a.points, b.points);
  if (a.kind === 'point' && b.kind === 'point') return cloudDistance(a.points, b.points);
  return undefined;
}

function distance(a: ImagePoint, b: ImagePoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Over the joints that are there in both; one that only one has is as far off as the poses are large. */
function jointDistance(a: Skeleton, b: Skeleton): number {
  const [boxA, boxB] = [boundsOf(a), boundsOf(b)];
  const large = Math.max(Math.hypot(boxA.w, boxA.h), Math.hypot(boxB.w, boxB.h), 1);
  const count = Math.max(a.joints.length, b.joints.length);
  const distances: number[] = [];
  for (let n = 0; n < count; n++) {
    const [one, other] = [a.joints[n], b.joints[n]].map((joint) =>
      joint?.state === 'absent' ? undefined : joint,
    );
    if (one && other) distances.push(distance(one, other));
    else if (one || other) distances.push(large);
  }
  return meanOf(distances);
}

/** From each to the nearest of the others, both ways. */
function cloudDistance(a: readonly ImagePoint[], b: readonly ImagePoint[]): number {
  const toNearest = (from: readonly ImagePoint[], to: readonly ImagePoint[]) =>
    from.map((one) => Math.min(...to.map((other) => distance(one, other))));
  return meanOf([...toNearest(a, b), ...toNearest(b, a)]);
}

function pathDistance(a: readonly ImagePoint[], b: readonly ImagePoint[]): number {
  return cloudDistance(placesOn(a), placesOn(b));
}

/** Places in equal steps along a line. */
function placesOn(points: readonly ImagePoint[]): ImagePoint[] {
  const ends = [0];
  for (const [n, point] of points.entries())
    if (n > 0) ends.push((ends[n - 1] ?? 0) + distance(points[n - 1] ?? point, point));
  const whole = ends.at(-1) ?? 0;
  const places: ImagePoint[] = [];
  let leg = 1;
  for (let n = 0; n < PLACES; n++) {
    const wanted = (whole * n) / (PLACES - 1);
    while (leg < points.length - 1 && (ends[leg] ?? 0) < wanted) leg++;
    const [from, to] = [points[leg - 1] ?? points[0], points[leg] ?? points[0]];
    if (!from || !to) return [];
    const [start, end] = [ends[leg - 1] ?? 0, ends[leg] ?? 0];
    const t = end > start ? (wanted - start) / (end - start) : 0;
    places.push({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
  }
  return places;
}
