/**
 * Which of many rectangles may hold a place: a grid of cells, each with the rectangles that reach into it, so that a
 * question looks at the few of one cell. Made anew when they change; asking is cheap, making it costs a pass over all.
 */
import type { ImagePoint, Rect } from '#lib/model/geometry.ts';

/** Rectangles in a cell, about, where they lie evenly. */
const CROWD = 2;
const MOST_CELLS = 256;
/** What reaches into more cells is looked at in every question. */
const LARGE = 64;

export class PlaceIndex {
  readonly #rects: readonly Rect[];
  readonly #cells = new Map<number, number[]>();
  readonly #large: number[] = [];
  readonly #left: number;
  readonly #top: number;
  readonly #across: number;
  readonly #width: number;
  readonly #height: number;

  constructor(rects: readonly Rect[]) {
    this.#rects = rects;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y, w, h } of rects) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + w);
      bottom = Math.max(bottom, y + h);
    }
    this.#across = Math.max(1, Math.min(MOST_CELLS, Math.round(Math.sqrt(rects.length / CROWD))));
    [this.#left, this.#top] = [left, top];
    this.#width = Math.max(1, right - left) / this.#across;
    this.#height = Math.max(1, bottom - top) / this.#across;
    rects.forEach((rect, n) => this.#add(rect, n));
  }

  /** Places in the list, ascending, of those that hold a place or lie at most `slack` from it. */
  near({ x, y }: ImagePoint, slack: number): readonly number[] {
    const found = new Set(this.#large);
    for (const cell of this.#cellsOf({ x: x - slack, y: y - slack, w: 2 * slack, h: 2 * slack }))
      for (const n of this.#cells.get(cell) ?? []) found.add(n);
    return [...found].filter((n) => holds(this.#rects[n], x, y, slack)).sort((a, b) => a - b);
  }

  #add(rect: Rect, n: number): void {
    const cells = this.#cellsOf(rect);
    if (cells.length > LARGE) this.#large.push(n);
    else
      for (const cell of cells) {
        const here = this.#cells.get(cell);
        if (here) here.push(n);
        else this.#cells.set(cell, [n]);
      }
  }

  #cellsOf({ x, y, w, h }: Rect): readonly number[] {
    const last = this.#across - 1;
    const column = (at: number) => Math.min(last, Math.max(0, Math.floor((at - this.#left) / this.#width)));
    const row = (at: number) => Math.min(last, Math.max(0, Math.floor((at - this.#top) / this.#height)));
    const cells: number[] = [];
    for (let down = row(y); down <= row(y + h); down++)
      for (let across = column(x); across <= column(x + w); across++)
        cells.push(down * this.#across + across);
    return cells;
  }
}

function holds(rect: Rect | undefined, x: number, y: number, slack: number): boolean {
  return (
    rect !== undefined &&
    x >= rect.x - slack &&
    y >= rect.y - slack &&
    x <= rect.x + rect.w + slack &&
    y <= rect.y + rect.h + slack
  );
}
