/**
 * Frame ↔ time, exactly: the presentation time of every frame of a source file, in display order, edit lists
 * applied. Frame n is the n-th picture a decoder puts out. The client, the export and the ingest all read this one.
 *
 * Encoded: "LFI1" · varint count · varint timebase numerator, denominator · zigzag varint first pts · varint duration
 * of the last frame · zigzag varint of each further difference between steps. Two hours at 60 fps: 0.43 MB, 0.5 KB
 * compressed.
 */
import { MAX_FRAME, type Frame } from './time.ts';

/** Seconds per tick as a fraction, as in the source file. */
export type Timebase = { readonly num: number; readonly den: number };

const MAGIC = [0x4c, 0x46, 0x49, 0x31];

export class FrameIndex {
  readonly timebase: Timebase;
  /** Presentation times in ticks, strictly ascending. */
  readonly pts: Float64Array;
  /** How long the last frame lasts, in ticks. */
  readonly lastDuration: number;

  /** Throws RangeError unless there is at least one frame and the times ascend strictly. */
  constructor(timebase: Timebase, pts: Float64Array, lastDuration: number) {
    if (pts.length === 0 || pts.length > MAX_FRAME)
      throw new RangeError(`A frame index of ${pts.length} frames.`);
    if (!(timebase.num > 0 && timebase.den > 0)) throw new RangeError('A time base must be positive.');
    for (let n = 1; n < pts.length; n++) {
      if (!((pts[n] as number) > (pts[n - 1] as number)))
        throw new RangeError(`Frame ${n} is not after frame ${n - 1}.`);
    }
    this.timebase = timebase;
    this.pts = pts;
    this.lastDuration = Math.max(1, lastDuration);
  }

  /** Number of frames. */
  get count(): number {
    return this.pts.length;
  }

  /** Milliseconds from the first frame's time to the start of frame `n`; `count` gives the end of the last one. */
  timeMs(n: number): number {
    const first = this.pts[0] as number;
    const at =
      n >= this.count
        ? (this.pts[this.count - 1] as number) + this.lastDuration
        : (this.pts[Math.max(0, n)] as number);
    return ((at - first) * 1000 * this.timebase.num) / this.timebase.den;
  }

  /** Milliseconds from the first frame's time to the middle of frame `n`: where a seek lands safely. */
  middleMs(n: number): number {
    return (this.timeMs(n) + this.timeMs(n + 1)) / 2;
  }

  /** From the first frame's time to the end of the last, in milliseconds. */
  get durationMs(): number {
    return this.timeMs(this.count);
  }

  /** The frame on the screen at a time: the last one that began at or before it. Clamped. */
  frameAt(timeMs: number): Frame {
    const next = this.#firstAfter(timeMs);
    return Math.max(0, next - 1) as Frame;
  }

  /** The frame whose own time is nearest: for times a decoder reports, which are rounded. Clamped. */
  nearest(timeMs: number): Frame {
    const next = this.#firstAfter(timeMs);
    if (next === 0) return 0 as Frame;
    if (next >= this.count) return (this.count - 1) as Frame;
    return (timeMs - this.timeMs(next - 1) <= this.timeMs(next) - timeMs ? next - 1 : next) as Frame;
  }

  /** Frames per second, on average: for showing, never for computing a frame. */
  get averageFps(): number {
    return (this.count * 1000) / this.durationMs;
  }

  #firstAfter(timeMs: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeMs(middle) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  encode(): Uint8Array {
    const out: number[] = [...MAGIC];
    varint(out, this.count);
    varint(out, this.timebase.num);
    varint(out, this.timebase.den);
    zigzag(out, this.pts[0] as number);
    varint(out, this.lastDuration);
    let step = 0;
    for (let n = 1; n < this.count; n++) {
      const next = (this.pts[n] as number) - (this.pts[n - 1] as number);
      zigzag(out, next - step);
      step = next;
    }
    return Uint8Array.from(out);
  }

  /** Throws RangeError on bytes that are no frame index; nothing is allocated beyond what the bytes can hold. */
  static decode(bytes: Uint8Array): FrameIndex {
    if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw new RangeError('These bytes are no frame index.');
    const reader = new Reader(bytes, MAGIC.length);
    const count = reader.varint();
    if (count === 0 || count > bytes.length || count > MAX_FRAME)
      throw new RangeError(`A frame index of ${count} frames.`);
    const timebase = { num: reader.varint(), den: reader.varint() };
    const pts = new Float64Array(count);
    pts[0] = reader.zigzag();
    const lastDuration = reader.varint();
    let step = 0;
    for (let n = 1; n < count; n++) {
      step += reader.zigzag();
      pts[n] = (pts[n - 1] as number) + step;
    }
    return new FrameIndex(timebase, pts, lastDuration);
  }
}

// Arithmetic, not bit operations: ticks go beyond 32 bits (10 h at 1/1,000,000,000 s does not fit, and is refused).
function varint(out: number[], value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} cannot be encoded.`);
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

function zigzag(out: number[], value: number): void {
  varint(out, value < 0 ? -value * 2 - 1 : value * 2);
}

class Reader {
  readonly #bytes: Uint8Array;
  #at: number;
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || scale > 2 ** 49)
        throw new RangeError('The frame index is cut short or damaged.');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
