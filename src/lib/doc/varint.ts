/** Whole numbers in few bytes: 7 bits a byte, the lowest first, the top bit where more follow; zigzag for negative ones. */

/** Appends a number ≥ 0. */
export function pushVarint(out: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  out.push(rest);
}

/** Appends any whole number: 0, -1, 1, -2 … as 0, 1, 2, 3 … */
export function pushZigzag(out: number[], value: number): void {
  pushVarint(out, value < 0 ? -value * 2 - 1 : value * 2);
}

/** Reads numbers one after the other. Never throws: what is cut short or too large is `undefined` from then on. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at: number;

  /** @param at of the first byte that is read */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A number from 0 to `most`; undefined for anything else. `most` is below 2^40. */
  read(most: number): number | undefined {
    const bytes = this.#bytes;
    let value = 0;
    for (let scale = 1; scale <= most || scale === 1; scale *= 128) {
      const byte = bytes[this.#at++];
      if (byte === undefined) return this.#broken();
      value += (byte & 127) * scale;
      if (value > most) return this.#broken();
      if (byte < 128) return value;
    }
    return this.#broken();
  }

  /** A number from -`most` to `most`. */
  readZigzag(most: number): number | undefined {
    const value = this.read(most * 2);
    if (value === undefined) return undefined;
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #broken(): undefined {
    this.#at = this.#bytes.length;
    return undefined;
  }
}
