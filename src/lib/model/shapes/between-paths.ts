/**
 * A line between two keyframes that may have different numbers of points, as CVAT does it: points are matched by where
 * they lie along their lines (0 at the beginning, 1 at the end), pairs move straight, and where many pairs come to lie
 * closer together than the points of the keyframes did, some are left out. The result may have more or fewer points
 * than both keyframes.
 */
import { mix, type ImagePoint } from '../geometry.ts';
import { lengthOfPath, MAX_VERTICES, roundedPath, type Path } from './path.ts';

/** The right points that each left point is matched with, ascending. */
type Matching = readonly (readonly number[])[];

/** Two lines and how they belong together: the same for every frame between two keyframes. */
type Pair = {
  readonly left: Path;
  readonly right: Path;
  readonly matching: Matching;
  /** Each point moves to the one of the same number, and none comes or goes. */
  readonly isPlain: boolean;
};

/**
 * The line at `t` between an open left and right one, rounded to 1/100; at least `least` points and at most
 * MAX_VERTICES, also where thinning or matching would give others.
 */
export function betweenPaths(left: Path, right: Path, t: number, least: number): Path {
  return at(pairOf(opens, left, right, asIs), t, least);
}

/** The same for closed lines: each begins and ends at its first point. */
export function betweenClosedPaths(left: Path, right: Path, t: number, least: number): Path {
  return at(pairOf(closeds, left, right, close), t, least + 1).slice(0, -1);
}

/** Whether each point of one line moves straight to the one of the same number of another, and none comes or goes. */
export function movesPlainly(left: Path, right: Path, closed: boolean): boolean {
  const { isPlain } = closed ? pairOf(closeds, left, right, close) : pairOf(opens, left, right, asIs);
  return isPlain;
}

function asIs(points: Path): Path {
  return points;
}

function close(points: Path): Path {
  return [...points, ...points.slice(0, 1)];
}

/** Keyframes are immutable, and a frame between two of them is mostly followed by another between the same two. */
const opens = new WeakMap<Path, Pair & { readonly of: Path }>();
const closeds = new WeakMap<Path, Pair & { readonly of: Path }>();

function pairOf(
  known: WeakMap<Path, Pair & { readonly of: Path }>,
  from: Path,
  to: Path,
  through: (points: Path) => Path,
): Pair {
  const found = known.get(from);
  if (found?.of === to) return found;
  const [left, right] = [through(from), through(to)];
  const matching = match(left, right);
  const isPlain =
    left.length === right.length &&
    matching.every((partners, n) => partners.length === 1 && partners[0] === n);
  const made = { of: to, left, right, matching, isPlain };
  known.set(from, made);
  return made;
}

function at({ left, right, matching, isPlain }: Pair, t: number, least: number): Path {
  if (isPlain && left.length >= least) return roundedPath(left.map((from, n) => between(from, right[n], t)));
  const pairs = left.flatMap((from, n) => (matching[n] ?? []).map((to) => between(from, right[to], t)));
  const thinned = thin(pairs, matching, left, right);
  if (thinned.length >= least && thinned.length <= MAX_VERTICES) return roundedPath(thinned);
  return roundedPath(left.map((from, n) => between(from, right[matching[n]?.[0] ?? 0], t)));
}

function between(from: ImagePoint, to: ImagePoint | undefined, t: number): ImagePoint {
  return to ? { x: mix(from.x, to.x, t), y: mix(from.y, to.y, t) } : from;
}

/** Every left point with the right one nearest along the line, then what is left over on the right with its nearest. */
function match(left: Path, right: Path): Matching {
  const [lefts, rights] = [placesAlong(left), placesAlong(right)];
  const matching = lefts.map((place) => [nearest(place, rights)]);
  const taken = new Set(matching.flat());
  for (const [at, place] of rights.entries()) if (!taken.has(at)) matching[nearest(place, lefts)]?.push(at);
  for (const partners of matching) partners.sort((a, b) => a - b);
  return matching;
}

/** How far along the line each point lies, from 0 to 1. */
function placesAlong(points: Path): readonly number[] {
  const length = lengthOfPath(points);
  let far = 0;
  let before = points[0];
  return points.map((point) => {
    if (before) far += Math.hypot(point.x - before.x, point.y - before.y);
    before = point;
    return length > 0 ? far / length : 0;
  });
}

/** The place nearest to a value among ascending ones, of equally near ones the first. O(log n). */
function nearest(value: number, places: readonly number[]): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [places[low - 1], places[low]];
  if (before === undefined) return 0;
  if (after !== undefined && after - value < value - before) return low;
  let first = low - 1;
  while (places[first - 1] === before) first--;
  return first;
}

/** Leaves out what lies too close, within each run of left points that share a right one, and each that has several. */
function thin(pairs: Path, matching: Matching, left: Path, right: Path): Path {
  const kept: ImagePoint[] = [];
  let start: number | undefined;
  let first = 0;
  let next = 0;
  let last = 0; // where the pairs of the run under way begin, and those of its last left point
  const endRun = (end: number) => {
    if (start === undefined) return;
    kept.push(...thinned(pairs.slice(first, last + 1), left.slice(start, end + 1)));
    start = undefined;
  };
  for (const [at, partners] of matching.entries()) {
    const here = next;
    next += partners.length;
    if (partners.length > 1) {
      endRun(at - 1);
      const [from = 0, to = 0] = [partners[0], partners.at(-1)];
      kept.push(...thinned(pairs.slice(here, next), right.slice(from, to + 1)));
      continue;
    }
    if (start === undefined || matching[start]?.[0] !== partners[0]) {
      endRun(at - 1);
      [start, first] = [at, here];
    }
    last = here;
  }
  endRun(matching.length - 1);
  return kept;
}

/** Points of a run without those closer to the one before than half the mean distance of the keyframe's own points. */
function thinned(points: Path, of: Path): Path {
  const [start, end] = [points[0], points.at(-1)];
  if (!start || !end || points.length < 2) return points;
  const closest = lengthOfPath(of) / (2 * of.length);
  const kept = [start];
  for (const point of points.slice(1, -1))
    if (apart(kept.at(-1) ?? start, point) >= closest) kept.push(point);
  if (kept.length === 1 && apart(start, end) < closest) return [between(start, end, 0.5)];
  return [...kept, end];
}

function apart(a: ImagePoint, b: ImagePoint): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
