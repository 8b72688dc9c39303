/** The peaks of a video's sound: an audiowaveform .dat, version 2, of 8 bits. What it claims is bounded by its bytes. */
import { Refusal } from '#lib/model/problem.ts';

/** Least and greatest sample of a stretch, as shares of full scale. */
export type Peak = { readonly least: number; readonly most: number };

const HEAD_BYTES = 24;
const EIGHT_BITS = 1;
/** A day at 50 peaks a second. */
const MAX_BYTES = HEAD_BYTES + 2 * 50 * 24 * 3600;
/** So many peaks of one level are one of the next. */
const STEP = 16;

export class Waveform {
  readonly #perMs: number;
  /** Pairs of least and greatest; each level STEP times as coarse as the one before. */
  readonly #levels: readonly Int8Array[];

  private constructor(perMs: number, peaks: Int8Array) {
    this.#perMs = perMs;
    const levels = [peaks];
    for (let finest = peaks; finest.length > 2 * STEP;) levels.push((finest = coarser(finest)));
    this.#levels = levels;
  }

  /** Peaks there are; the first one begins with frame 0. */
  get length(): number {
    return (this.#levels[0] as Int8Array).length / 2;
  }

  /**
   * The sound from one time to another, in milliseconds since frame 0; silence where there is none. What it costs does
   * not grow with the stretch.
   */
  peak(fromMs: number, toMs: number): Peak {
    const first = Math.max(0, Math.floor(fromMs * this.#perMs));
    const last = Math.min(this.length, Math.max(first + 1, Math.ceil(toMs * this.#perMs)));
    const peak = { least: 0, most: 0 };
    let [from, to, level] = [first, last, 0];
    // Up to where the next coarser level is aligned it is looked at finely, on both sides.
    for (; level < this.#levels.length - 1 && to - from > 2 * STEP; level++) {
      const [up, down] = [Math.ceil(from / STEP), Math.floor(to / STEP)];
      this.#widen(peak, level, from, up * STEP);
      this.#widen(peak, level, down * STEP, to);
      [from, to] = [up, down];
    }
    this.#widen(peak, level, from, to);
    return { least: peak.least / 128, most: peak.most / 128 };
  }

  #widen(peak: { least: number; most: number }, level: number, from: number, to: number): void {
    const values = this.#levels[level] as Int8Array;
    for (let at = from; at < to; at++) {
      peak.least = Math.min(peak.least, values[at * 2] as number);
      peak.most = Math.max(peak.most, values[at * 2 + 1] as number);
    }
  }

  /** Throws RangeError on bytes that are no such file. */
  static decode(bytes: Uint8Array): Waveform {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEAD_BYTES || view.getInt32(0, true) !== 2 || view.getUint32(4, true) !== EIGHT_BITS)
      throw new RangeError('These bytes are no waveform of 8 bits.');
    const [rate, samples, count, channels] = [8, 12, 16, 20].map((at) => view.getInt32(at, true));
    if (!rate || !samples || rate < 0 || samples < 0 || channels !== 1)
      throw new RangeError('The head of the waveform makes no sense.');
    if (!count || count < 0 || count * 2 > bytes.length - HEAD_BYTES)
      throw new RangeError('The waveform is cut short.');
    const peaks = new Int8Array(bytes.slice(HEAD_BYTES, HEAD_BYTES + count * 2).buffer);
    return new Waveform(rate / samples / 1000, peaks);
  }
}

function coarser(finer: Int8Array): Int8Array {
  const count = Math.ceil(finer.length / 2 / STEP);
  const made = new Int8Array(count * 2);
  for (let at = 0; at < finer.length / 2; at++) {
    const into = Math.floor(at / STEP) * 2;
    made[into] = Math.min(made[into] as number, finer[at * 2] as number);
    made[into + 1] = Math.max(made[into + 1] as number, finer[at * 2 + 1] as number);
  }
  return made;
}

/** The waveform at an address. Rejects with a Refusal where it is not to be had, with a RangeError where it is none. */
export async function loadWaveform(url: string, signal: AbortSignal): Promise<Waveform> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Refusal('media-unreachable', { reason: `answer ${answer.status}` });
  const claimed = Number(answer.headers.get('content-length') ?? 0);
  if (claimed > MAX_BYTES) throw new RangeError(`A waveform of ${claimed} bytes.`);
  return Waveform.decode(new Uint8Array(await answer.arrayBuffer()));
}
