/** Pairs of two sets so that the sum of their weights is greatest: what greedy pairing gets wrong. */

/** Rows and columns by their place in their lists; the weight is above 0. */
export type WeightedPair = { readonly row: number; readonly column: number; readonly weight: number };

/** A knot of more rows and columns than this, all of which may be pairs, is paired greedily: it would take too long. */
const MOST_IN_KNOT = 500;

/**
 * The matching with the greatest sum of weights among pairs that may be; what no pair is given of is no pair. Each row
 * and column is in at most one. Of equal matchings always the same one. O(n³) within what hangs together (Kuhn 1955,
 * Naval Res. Logist. Q. 2:83, as shortest augmenting paths: Jonker & Volgenant 1987, Computing 38:325).
 *
 * @param candidates pairs that may be, each once, with finite weights above 0
 * @returns ascending by row
 */
export function optimalMatching(candidates: readonly WeightedPair[]): readonly WeightedPair[] {
  return knots(candidates)
    .flatMap(matchKnot)
    .toSorted((a, b) => a.row - b.row);
}

/** Pairs that hang together by a row or a column. */
function knots(candidates: readonly WeightedPair[]): WeightedPair[][] {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    parents.set(key, root);
    return root;
  };
  for (const { row, column } of candidates) parents.set(rootOf(`c${column}`), rootOf(`r${row}`));
  const found = new Map<string, WeightedPair[]>();
  for (const pair of candidates) {
    const root = rootOf(`r${pair.row}`);
    const knot = found.get(root);
    if (knot) knot.push(pair);
    else found.set(root, [pair]);
  }
  return [...found.values()];
}

function matchKnot(pairs: readonly WeightedPair[]): WeightedPair[] {
  const [only] = pairs;
  if (pairs.length === 1 && only) return [only];
  const rows = [...new Set(pairs.map(({ row }) => row))].sort((a, b) => a - b);
  const columns = [...new Set(pairs.map(({ column }) => column))].sort((a, b) => a - b);
  if (Math.max(rows.length, columns.length) > MOST_IN_KNOT) return greedyMatching(pairs);
  const size = Math.max(rows.length, columns.length);
  const rowPlace = new Map(rows.map((row, at) => [row, at]));
  const columnPlace = new Map(columns.map((column, at) => [column, at]));
  const known = new Map<number, WeightedPair>();
  const cost = new Float64Array(size * size);
  for (const pair of pairs) {
    const at = (rowPlace.get(pair.row) ?? 0) * size + (columnPlace.get(pair.column) ?? 0);
    cost[at] = -pair.weight;
    known.set(at, pair);
  }
  return cheapestColumns(cost, size).flatMap((column, row) => {
    const pair = known.get(row * size + column);
    return pair ? [pair] : [];
  });
}

/** Heaviest first. At least half of the greatest sum. */
export function greedyMatching(pairs: readonly WeightedPair[]): WeightedPair[] {
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  const sorted = pairs.toSorted((a, b) => b.weight - a.weight || a.row - b.row || a.column - b.column);
  return sorted.filter(({ row, column }) => {
    if (rows.has(row) || columns.has(column)) return false;
    rows.add(row);
    columns.add(column);
    return true;
  });
}

/** Of a square table of costs, the column of each row so that the sum is least. */
function cheapestColumns(cost: Float64Array, size: number): number[] {
  const prices = new Prices(cost, size);
  for (let row = 1; row <= size; row++) prices.place(row);
  return prices.columns();
}

/**
 * What each row and column is worth while rows are given columns one by one. Counted from 1: column 0 stands for none,
 * and holds the row that is being placed.
 */
class Prices {
  readonly #cost: Float64Array;
  readonly #size: number;
  readonly #row: Float64Array;
  readonly #column: Float64Array;
  readonly #rowOf: Int32Array;

  constructor(cost: Float64Array, size: number) {
    this.#cost = cost;
    this.#size = size;
    this.#row = new Float64Array(size + 1);
    this.#column = new Float64Array(size + 1);
    this.#rowOf = new Int32Array(size + 1);
  }

  /** Gives a row a column, and others another one where the sum is less so. */
  place(row: number): void {
    this.#rowOf[0] = row;
    const least = new Float64Array(this.#size + 1).fill(Infinity);
    const cameFrom = new Int32Array(this.#size + 1);
    const used = new Uint8Array(this.#size + 1);
    let column = 0;
    do {
      used[column] = 1;
      this.#reach(column, used, least, cameFrom);
      const next = nearestOf(used, least);
      this.#raise(used, least, least[next] as number);
      column = next;
    } while (this.#rowOf[column] !== 0);
    while (column !== 0) {
      const before = cameFrom[column] as number;
      this.#rowOf[column] = this.#rowOf[before] as number;
      column = before;
    }
  }

  /** The column of each row, from 0. */
  columns(): number[] {
    const columns = Array<number>(this.#size).fill(0);
    for (let column = 1; column <= this.#size; column++)
      columns[(this.#rowOf[column] as number) - 1] = column - 1;
    return columns;
  }

  /** What it costs to come to each free column by way of this one. */
  #reach(from: number, used: Uint8Array, least: Float64Array, cameFrom: Int32Array): void {
    const row = this.#rowOf[from] as number;
    const paid = this.#row[row] as number;
    for (let column = 1; column <= this.#size; column++) {
      if (used[column]) continue;
      const cost = this.#cost[(row - 1) * this.#size + column - 1] as number;
      const reduced = cost - paid - (this.#column[column] as number);
      if (reduced >= (least[column] as number)) continue;
      least[column] = reduced;
      cameFrom[column] = from;
    }
  }

  #raise(used: Uint8Array, least: Float64Array, by: number): void {
    for (let column = 0; column <= this.#size; column++) {
      if (used[column]) {
        const row = this.#rowOf[column] as number;
        this.#row[row] = (this.#row[row] as number) + by;
        this.#column[column] = (this.#column[column] as number) - by;
      } else least[column] = (least[column] as number) - by;
    }
  }
}

/** The free column that costs least, the first of equal ones. */
function nearestOf(used: Uint8Array, least: Float64Array): number {
  let nearest = 0;
  for (let column = 1; column < least.length; column++) {
    if (used[column]) continue;
    if (nearest === 0 || (least[column] as number) < (least[nearest] as number)) nearest = column;
  }
  return nearest;
}
