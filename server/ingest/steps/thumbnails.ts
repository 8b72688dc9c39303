/** One JPEG with up to a hundred small pictures of the video, in equal steps of frames: what the timeline shows. */
import { writeFileSync } from 'node:fs';
import type { Frame } from 'node-av/lib';
import type { ThumbnailsAnswer } from '#lib/protocol/http.ts';
import { FilterChain } from '../av/filter.ts';
import { encodeStill } from '../av/still-encoder.ts';
import { bufferFormat } from '../av/upright-pictures.ts';
import type { Probe } from './probe.ts';

const MAX_PICTURES = 100;
const COLUMNS = 10;
/** Longest side of one picture, pixels. */
const MAX_SIDE = 160;
/** JPEG quality, 2 (best) to 31. */
const QUALITY = 4;

export class Thumbnails {
  readonly #probe: Probe;
  /** Frames still to come, ascending. */
  readonly #wanted: number[];
  readonly #total: number;
  readonly #taken: number[] = [];
  readonly #columns: number;
  readonly #size: { readonly width: number; readonly height: number };
  #form = '';
  #chain: FilterChain | null = null;
  #jpeg: Buffer | null = null;

  /** @param frames how many frames the video will have, as far as is known */
  constructor(probe: Probe, frames: number) {
    this.#probe = probe;
    this.#total = Math.max(1, Math.min(MAX_PICTURES, frames));
    this.#columns = Math.min(COLUMNS, this.#total);
    this.#wanted = Array.from({ length: this.#total }, (_, n) => Math.floor((n * frames) / this.#total));
    this.#size = smallSize(probe);
  }

  /** Takes the frame if it is one of those that are shown. */
  add(frame: Frame, n: number): void {
    if (this.#wanted[0] !== n) return;
    this.#wanted.shift();
    const form = bufferFormat(frame);
    if (this.#form === '') this.#form = form;
    if (form !== this.#form) return; // a picture of another size than the first: left out of the sprite
    this.#chain ??= this.#open(form);
    this.#chain.push(frame);
    this.#taken.push(n);
  }

  /** Writes the sprite; null where there is nothing to show. */
  finish(path: string): Omit<ThumbnailsAnswer, 'url'> | null {
    this.#chain?.finish();
    if (!this.#jpeg || this.#taken.length === 0) return null;
    writeFileSync(path, this.#jpeg);
    return { columns: this.#columns, rows: this.#rows, ...this.#size, frames: this.#taken };
  }

  get #rows(): number {
    return Math.ceil(this.#total / this.#columns);
  }

  #open(form: string): FilterChain {
    const { width, height } = this.#size;
    const filters = [
      ...this.#probe.orientation.filters,
      `scale=${width}:${height}:flags=area:out_range=pc`,
      'format=yuvj420p',
      `tile=${this.#columns}x${this.#rows}:nb_frames=${this.#total}`,
    ];
    return new FilterChain('buffer', form, filters, (sprite) => {
      this.#jpeg = encodeStill(sprite, 'jpeg', QUALITY);
    });
  }
}

/** Upright, pixels made square, even sides. */
function smallSize({ width, height, pixelAspect }: Probe): { width: number; height: number } {
  const wide = width * pixelAspect;
  const scale = Math.min(1, MAX_SIDE / Math.max(wide, height));
  const even = (value: number) => Math.max(2, Math.round((value * scale) / 2) * 2);
  return { width: even(wide), height: even(height) };
}
