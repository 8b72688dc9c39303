/**
 * The peaks of the sound, for the timeline: the least and the greatest sample of each fiftieth of a second, from the
 * start of frame 0 to the end of the last. The file is an audiowaveform .dat, version 2 (BBC), 8 bits, mono.
 */
import { writeFileSync } from 'node:fs';
import type { Frame, Packet } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { ticks } from '../av/call.ts';
import { Decoder } from '../av/decoder.ts';
import type { FilterChain } from '../av/filter.ts';
import { openSound } from '../av/sound.ts';
import { AFTERWARDS_SECONDS, soundChain, type Span } from '../av/sound-chain.ts';

const PEAKS_PER_SECOND = 50;
const RATE = 48_000;
const SAMPLES = RATE / PEAKS_PER_SECOND;
const HEAD_BYTES = 24;
/** FLAGS of the head: 8 bits a value. */
const EIGHT_BITS = 1;

/**
 * Writes the peaks of the sound of a file; false where none of it can be decoded.
 * @param span of the pictures, seconds of the source's clock
 * @param progress share done
 */
export async function writeWaveform(
  source: string,
  span: Span,
  path: string,
  progress: (done: number) => void,
): Promise<boolean> {
  const peaks = new Peaks(Math.ceil((span.end - span.start) * PEAKS_PER_SECOND));
  if (!(await decodeSound(source, span, (frame) => peaks.add(frame), progress))) return false;
  writeFileSync(path, peaks.file());
  return true;
}

/** Lends even pieces of the sound to `visit`; false where there are none. */
async function decodeSound(
  path: string,
  span: Span,
  visit: (frame: Frame) => void,
  progress: (done: number) => void,
): Promise<boolean> {
  const source = await openSound(path);
  if (!source) return false;
  const stream = must(source.audio, 'sound is opened where there is some');
  const tick = stream.timeBase.num / stream.timeBase.den;
  let chain: FilterChain | null = null;
  try {
    const form = { rate: RATE, layout: 'mono' as const, format: 's16', samples: SAMPLES };
    const decoder = must(
      Decoder.open(stream, (frame) => {
        chain ??= soundChain(frame, stream.timeBase, span, form, visit);
        const time = ticks(frame.bestEffortTimestamp);
        if (time !== undefined) frame.pts = BigInt(time);
        chain.push(frame);
      }),
      'sound is opened where it can be decoded',
    );
    await source.eachPacket((packet, kind) => {
      if (kind !== 'audio') return true;
      const seconds = timeOf(packet) * tick;
      decoder.push(packet);
      progress((seconds - span.start) / (span.end - span.start));
      return seconds < span.end + AFTERWARDS_SECONDS;
    });
    decoder.finish();
    (chain as FilterChain | null)?.finish();
    return chain !== null;
  } finally {
    source.close();
  }
}

function timeOf(packet: Packet): number {
  return ticks(packet.pts) ?? 0;
}

/** Two values a peak, one byte each, signed. */
class Peaks {
  readonly #values: Int8Array;
  #filled = 0;

  constructor(count: number) {
    this.#values = new Int8Array(2 * count);
  }

  /** A frame holds the samples of one peak, 16 bits. */
  add(frame: Frame): void {
    if (this.#filled >= this.#values.length) return;
    const samples = must(frame.data?.[0], 'a decoded sound has samples');
    let least = 32_767;
    let most = -32_768;
    for (let at = 0; at < frame.nbSamples * 2; at += 2) {
      const value = samples.readInt16LE(at);
      if (value < least) least = value;
      if (value > most) most = value;
    }
    this.#values[this.#filled++] = least >> 8;
    this.#values[this.#filled++] = most >> 8;
  }

  file(): Buffer {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeInt32LE(2, 0); // version
    head.writeUInt32LE(EIGHT_BITS, 4);
    head.writeInt32LE(RATE, 8);
    head.writeInt32LE(SAMPLES, 12);
    head.writeUInt32LE(this.#values.length / 2, 16);
    head.writeInt32LE(1, 20); // channels
    return Buffer.concat([head, Buffer.from(this.#values.buffer)]);
  }
}
