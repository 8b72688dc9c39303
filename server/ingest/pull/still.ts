/**
 * A decoded picture as it is given to people who train on it: upright, with a sum over its pixels as they were decoded,
 * and as a file in RGB or grey. Of more than 8 bits a PNG keeps 16.
 */
import { createHash } from 'node:crypto';
import { avGetPixFmtName, type Frame } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { FilterChain } from '../av/filter.ts';
import type { Orientation } from '../av/orientation.ts';
import { encodeStill, type StillFormat } from '../av/still-encoder.ts';
import { bufferFormat } from '../av/upright-pictures.ts';

export type Still = {
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** As it is decoded, in FFmpeg's words; the sum is over these planes, row by row without gaps. */
  readonly pixelFormat: string;
  readonly sha256: string;
  readonly file: Buffer;
};

export class StillMaker {
  readonly #orientation: Orientation;
  readonly #format: StillFormat;
  #upright: Step | null = null;
  #colored: Step | null = null;

  constructor(orientation: Orientation, format: StillFormat) {
    this.#orientation = orientation;
    this.#format = format;
  }

  make(frame: Frame): Still {
    let still: Still | null = null;
    const { filters } = this.#orientation;
    if (filters.length === 0) still = this.#describe(frame);
    else {
      this.#upright = Step.fitting(this.#upright, frame, filters);
      this.#upright.run(frame, (turned) => {
        still = this.#describe(turned);
      });
    }
    return must(still, 'a picture that goes into a filter comes out');
  }

  close(): void {
    this.#upright?.close();
    this.#colored?.close();
  }

  #describe(frame: Frame): Still {
    const pixelFormat = must(avGetPixFmtName(frame.format as never), 'a decoded picture has a pixel format');
    const sha256 = createHash('sha256').update(frame.toBuffer()).digest('hex');
    let file: Buffer = Buffer.alloc(0);
    this.#colored = Step.fitting(this.#colored, frame, colorsOf(pixelFormat, this.#format));
    this.#colored.run(frame, (out) => {
      file = encodeStill(out, this.#format);
    });
    const { width, height } = frame;
    return { width, height, pixelFormat, sha256, file };
  }
}

/** The matrix is that of the file; where it names none, FFmpeg takes that of BT.601, as its own programs do. */
function colorsOf(pixelFormat: string, format: StillFormat): string[] {
  const scale = 'scale=flags=bicubic+accurate_rnd+full_chroma_int';
  // JFIF has BT.601 in full range and can say nothing else.
  if (format === 'jpeg')
    return [`${scale}:out_color_matrix=bt601:out_range=pc`, 'format=yuvj420p|yuvj422p|yuvj444p'];
  const isGrey = /^(gray|ya\d|mono)/.test(pixelFormat);
  const isDeep = /(9|10|12|14|16|48|64|f32)(le|be)$/.test(pixelFormat);
  if (isGrey) return [`${scale}:out_range=pc`, isDeep ? 'format=gray16be' : 'format=gray'];
  return [scale, isDeep ? 'format=rgb48be' : 'format=rgb24'];
}

/** Filters that stay set up while pictures are of one form. */
class Step {
  readonly form: string;
  readonly #chain: FilterChain;
  #visit: (frame: Frame) => void = () => undefined;

  private constructor(form: string, filters: readonly string[]) {
    this.form = form;
    this.#chain = new FilterChain('buffer', form, filters, (frame) => this.#visit(frame));
  }

  static fitting(before: Step | null, frame: Frame, filters: readonly string[]): Step {
    const form = bufferFormat(frame);
    if (before?.form === form) return before;
    before?.close();
    return new Step(form, filters);
  }

  run(frame: Frame, visit: (frame: Frame) => void): void {
    this.#visit = visit;
    this.#chain.push(frame);
  }

  close(): void {
    this.#chain.close();
  }
}
