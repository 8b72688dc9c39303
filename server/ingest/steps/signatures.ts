/**
 * What each picture looks like, in 64 bytes: the brightness of 8 × 8 fields. Taken from the pictures that are encoded
 * and again from the rendition, they show that picture n of the one is picture n of the other.
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Frame } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { Decoder } from '../av/decoder.ts';
import { openSource } from '../av/source.ts';

const FIELDS = 8;
/** Pixels looked at in each field, across and down. */
const SAMPLES = 8;
const BYTES = FIELDS * FIELDS;
/** Signatures kept in memory before they are written. */
const BATCH = 1024;
/** How far a field may be off, of 255: an encoding at constant quality stays far below (measured: 2). */
const TOLERANCE = 8;

/** Of an 8-bit picture with a plane of brightness. */
export function signatureOf(frame: Frame): Uint8Array {
  const { width, height } = frame;
  // A picture that was turned upside down has its rows from below: it is copied to be read.
  const luma = frame.data?.[0] ?? frame.toBuffer();
  const stride = frame.data?.[0] ? must(frame.linesize[0], 'a picture has rows') : width;
  const grid = FIELDS * SAMPLES;
  const across = Array.from({ length: grid }, (_, n) => Math.floor(((n + 0.5) * width) / grid));
  const sums = new Uint32Array(BYTES);
  for (let y = 0; y < grid; y++) {
    const row = Math.floor(((y + 0.5) * height) / grid) * stride;
    const fields = Math.floor(y / SAMPLES) * FIELDS;
    for (let x = 0; x < grid; x++) {
      const field = fields + Math.floor(x / SAMPLES);
      sums[field] = (sums[field] ?? 0) + (luma[row + (across[x] ?? 0)] ?? 0);
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / (SAMPLES * SAMPLES)));
}

/** Signatures on their way to a file: those of a day would not fit into memory. */
export class SignatureFile {
  readonly path: string;
  readonly #file: number;
  readonly #batch = Buffer.alloc(BATCH * BYTES);
  #filled = 0;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'w');
  }

  add(frame: Frame): void {
    this.#batch.set(signatureOf(frame), this.#filled);
    this.#filled += BYTES;
    if (this.#filled === this.#batch.length) this.#write();
  }

  close(): void {
    this.#write();
    closeSync(this.#file);
  }

  #write(): void {
    writeSync(this.#file, this.#batch, 0, this.#filled);
    this.#filled = 0;
  }
}

/**
 * Decodes a rendition and compares each picture with its signature; then removes those. Throws with the first picture
 * that is another one.
 * @param progress gets the number of the picture that is compared
 */
export async function compareSignatures(
  path: string,
  rendition: string,
  progress: (frame: number) => void,
): Promise<void> {
  const file = openSync(path, 'r');
  const source = await openSource(rendition);
  try {
    const expected = Buffer.alloc(BYTES);
    let n = 0;
    const opened = Decoder.open(source.video, (frame) => {
      if (readSync(file, expected, 0, BYTES, n * BYTES) !== BYTES)
        throw new Error(`The rendition has more than the ${n} pictures that went into it.`);
      const off = distance(expected, signatureOf(frame));
      if (off > TOLERANCE) throw new Error(`Picture ${n} of the rendition is another one (off by ${off}).`);
      progress(n++);
    });
    const decoder = must(opened, 'what was encoded can be decoded');
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') decoder.push(packet);
    });
    decoder.finish();
    if (readSync(file, expected, 0, BYTES, n * BYTES) !== 0)
      throw new Error(`The rendition has ${n} pictures, and more went into it.`);
  } finally {
    source.close();
    closeSync(file);
    rmSync(path);
  }
}

/** Of the field that differs most. */
function distance(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 0))), 0);
}
