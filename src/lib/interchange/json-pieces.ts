/** JSON as a sequence of small texts, so that a file of any size is never one string in memory. */

declare const json: unique symbol;
/** Texts that, put together, are the JSON of a `T`. To be gone through once. */
export type Pieces<T = unknown> = Iterable<string> & { readonly [json]?: T };

export function valuePieces<T>(value: T): Pieces<T> {
  return [JSON.stringify(value)];
}

/** A list with one item on each line; an item is made when its turn comes. */
export function listPieces<Item>(items: Iterable<Item>): Pieces<readonly Item[]>;
export function listPieces<Item, T>(
  items: Iterable<Item>,
  piecesOf: (item: Item) => Pieces<T>,
): Pieces<readonly T[]>;
export function* listPieces(
  items: Iterable<unknown>,
  piecesOf: (item: unknown) => Pieces = valuePieces,
): Generator<string, void, void> {
  let before = '[\n';
  for (const item of items) {
    yield before;
    yield* piecesOf(item);
    before = ',\n';
  }
  yield before === ',\n' ? '\n]' : '[]';
}

/** An object with one field on each line, in this order; a field that may be absent is, where it has no pieces. */
export function* objectPieces<T extends object>(fields: {
  readonly [Name in keyof T]: Pieces<T[Name]>;
}): Generator<string, void, void> & Pieces<T> {
  let before = '{\n';
  for (const [name, pieces] of Object.entries<Pieces>(fields)) {
    yield `${before}${JSON.stringify(name)}: `;
    yield* pieces;
    before = ',\n';
  }
  yield before === ',\n' ? '\n}' : '{}';
}
