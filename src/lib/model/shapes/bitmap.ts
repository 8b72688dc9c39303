/**
 * Pixels of a part of the picture, each in (1) or out (0): what masks are painted on before they become runs. It is
 * changed in place, as a brush paints many times a second; whoever wants to keep a state makes a mask of it.
 */
import type { ImagePoint, Rect } from '../geometry.ts';
import type { Path } from './path.ts';

export class Bitmap {
  readonly rect: Rect;
  readonly #data: Uint8Array;
  /** Rows and columns outside of which nothing is set; within them something may be. */
  #left: number;
  #top: number;
  #right: number;
  #bottom: number;

  /** @param rect whole image pixels */
  constructor(rect: Rect) {
    this.rect = rect;
    this.#data = new Uint8Array(rect.w * rect.h);
    [this.#left, this.#top, this.#right, this.#bottom] = [rect.x + rect.w, rect.y + rect.h, rect.x, rect.y];
  }

  /** A pixel by its place on the picture; 0 beyond the part. */
  at(x: number, y: number): number {
    const [column, row] = [x - this.rect.x, y - this.rect.y];
    if (column < 0 || row < 0 || column >= this.rect.w || row >= this.rect.h) return 0;
    return this.#data[row * this.rect.w + column] as number;
  }

  /** Sets the pixels of a row from `from` up to `to`, as far as they lie on the part. */
  fillRow(y: number, from: number, to: number, value: 0 | 1): void {
    const { x, w, h } = this.rect;
    const row = y - this.rect.y;
    const [start, end] = [Math.max(0, from - x), Math.min(w, to - x)];
    if (row < 0 || row >= h || start >= end) return;
    this.#data.fill(value, row * w + start, row * w + end);
    if (value === 0) return;
    this.#left = Math.min(this.#left, x + start);
    this.#right = Math.max(this.#right, x + end);
    this.#top = Math.min(this.#top, y);
    this.#bottom = Math.max(this.#bottom, y + 1);
  }

  /** A stroke of a round brush: every pixel whose middle is at most `radius` from the way between two places. */
  stroke(a: ImagePoint, b: ImagePoint, radius: number, value: 0 | 1): void {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const long = dx * dx + dy * dy;
    const first = Math.max(this.rect.y, Math.floor(Math.min(a.y, b.y) - radius));
    const last = Math.min(this.rect.y + this.rect.h - 1, Math.ceil(Math.max(a.y, b.y) + radius));
    for (let y = first; y <= last; y++) {
      // The row cuts a convex shape: one stretch, found from the two ends and the band between them.
      const middle = y + 0.5;
      let [from, to] = [Infinity, -Infinity];
      for (const end of [a, b]) {
        const half = radius * radius - (middle - end.y) ** 2;
        if (half < 0) continue;
        from = Math.min(from, end.x - Math.sqrt(half));
        to = Math.max(to, end.x + Math.sqrt(half));
      }
      const band = long > 0 ? bandAt(a, dx, dy, long, radius, middle) : undefined;
      if (band) [from, to] = [Math.min(from, band[0]), Math.max(to, band[1])];
      if (from <= to) this.fillRow(y, Math.ceil(from - 0.5), Math.floor(to - 0.5) + 1, value);
    }
  }

  /** Every pixel whose middle lies inside a closed line; what is enclosed twice is outside. */
  fillPath(points: Path, value: 0 | 1): void {
    const ys = points.map(({ y }) => y);
    const first = Math.max(this.rect.y, Math.floor(Math.min(...ys)));
    const last = Math.min(this.rect.y + this.rect.h - 1, Math.ceil(Math.max(...ys)));
    for (let y = first; y <= last; y++) {
      const cuts = cutsAt(points, y + 0.5);
      for (let n = 0; n + 1 < cuts.length; n += 2)
        this.fillRow(
          y,
          Math.ceil((cuts[n] as number) - 0.5),
          Math.ceil((cuts[n + 1] as number) - 0.5),
          value,
        );
    }
  }

  /** The smallest rectangle around what is set; undefined where nothing is. */
  bounds(): Rect | undefined {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let y = this.#top; y < this.#bottom; y++) {
      const row = this.#row(y, this.#left, this.#right);
      const first = row.indexOf(1);
      if (first === -1) continue;
      left = Math.min(left, this.#left + first);
      right = Math.max(right, this.#left + row.lastIndexOf(1));
      top = Math.min(top, y);
      bottom = y;
    }
    return right < left ? undefined : { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
  }

  /** The pixels of a rectangle on it, row after row: how many are out, then in, by turns; undefined with more runs than `most`. */
  runs({ x, y, w, h }: Rect, most: number): readonly number[] | undefined {
    const runs: number[] = [];
    let [value, length] = [0, 0];
    for (let row = y; row < y + h; row++) {
      const pixels = this.#row(row, x, x + w);
      for (let at = 0; at < w;) {
        // The search is the engine's own, which is many times as fast as looking at each pixel.
        const other = pixels.indexOf(1 - value, at);
        const end = other === -1 ? w : other;
        length += end - at;
        at = end;
        if (other === -1) continue;
        runs.push(length);
        [value, length] = [1 - value, 0];
      }
      if (runs.length >= most) return undefined;
    }
    runs.push(length);
    return runs;
  }

  #row(y: number, from: number, to: number): Uint8Array {
    const { x, w } = this.rect;
    const start = (y - this.rect.y) * w - x;
    return this.#data.subarray(start + from, start + to);
  }

  /** Each pixel becomes what most of the nine around it are: takes specks and ragged edges away. */
  smoothed(): Bitmap {
    const made = new Bitmap(this.rect);
    const rect = this.bounds();
    for (let y = rect?.y ?? 0; rect && y < rect.y + rect.h; y++)
      for (let x = rect.x; x < rect.x + rect.w; x++) {
        let count = 0;
        for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) count += this.at(x + dx, y + dy);
        if (count > 4) made.fillRow(y, x, x + 1, 1);
      }
    return made;
  }
}

/** Where a row cuts the straight part of a stroke. */
function bandAt(
  a: ImagePoint,
  dx: number,
  dy: number,
  long: number,
  radius: number,
  y: number,
): readonly [number, number] | undefined {
  const length = Math.sqrt(long);
  const [ox, oy] = [(-dy / length) * radius, (dx / length) * radius];
  const corners = [
    { x: a.x + ox, y: a.y + oy },
    { x: a.x + dx + ox, y: a.y + dy + oy },
    { x: a.x + dx - ox, y: a.y + dy - oy },
    { x: a.x - ox, y: a.y - oy },
  ];
  const [from, to] = cutsAt(corners, y);
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** Where a horizontal line cuts a closed one, ascending. */
function cutsAt(points: Path, y: number): readonly number[] {
  const cuts: number[] = [];
  let a = points.at(-1);
  for (const b of points) {
    if (a && a.y > y !== b.y > y) cuts.push(a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y));
    a = b;
  }
  return cuts.sort((one, other) => one - other);
}
