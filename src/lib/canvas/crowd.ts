/**
 * Room for captions where there are many: a grid of the pane in which what is taken is marked, so that asking for room
 * looks at a few cells however many captions there are.
 */

/** So fine that two captions a little apart both find room. */
const CELL = { width: 16, height: 9 };

export class Crowd {
  #across = 0;
  #down = 0;
  #taken = new Uint8Array(0);

  /** All of a pane is free, in CSS pixels. */
  clear(width: number, height: number): void {
    this.#across = Math.ceil(width / CELL.width);
    this.#down = Math.ceil(height / CELL.height);
    const cells = this.#across * this.#down;
    if (this.#taken.length < cells) this.#taken = new Uint8Array(cells);
    else this.#taken.fill(0, 0, cells);
  }

  /** Takes the room of a rectangle where none of it is taken yet; false where some is, or it lies outside the pane. */
  take(x: number, y: number, w: number, h: number): boolean {
    const left = Math.max(0, Math.floor(x / CELL.width));
    const top = Math.max(0, Math.floor(y / CELL.height));
    const right = Math.min(this.#across, Math.ceil((x + w) / CELL.width));
    const bottom = Math.min(this.#down, Math.ceil((y + h) / CELL.height));
    if (right <= left || bottom <= top) return false;
    for (let row = top; row < bottom; row++)
      for (let at = row * this.#across + left; at < row * this.#across + right; at++)
        if (this.#taken[at] === 1) return false;
    this.mark(x, y, w, h);
    return true;
  }

  /** Takes the room of a rectangle, whoever has it. */
  mark(x: number, y: number, w: number, h: number): void {
    const left = Math.max(0, Math.floor(x / CELL.width));
    const right = Math.min(this.#across, Math.ceil((x + w) / CELL.width));
    const bottom = Math.min(this.#down, Math.ceil((y + h) / CELL.height));
    for (let row = Math.max(0, Math.floor(y / CELL.height)); row < bottom; row++)
      this.#taken.fill(1, row * this.#across + left, row * this.#across + Math.max(left, right));
  }
}
