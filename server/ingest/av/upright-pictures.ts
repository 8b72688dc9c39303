/**
 * Decoded pictures made fit for the encoder: turned upright, all of one size, 8 bits, 4:2:0, with even sides. A picture
 * that is so already passes through unchanged.
 */
import { AVCOL_SPC_RGB } from 'node-av/constants';
import { Frame, avGetPixFmtName } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { FilterChain } from './filter.ts';
import type { Orientation } from './orientation.ts';

/** What a picture is; when it changes in mid-file the filters are set up anew. */
type Form = { readonly width: number; readonly height: number; readonly format: string };

export class UprightPictures {
  readonly #orientation: Orientation;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #visit: (frame: Frame) => void;
  #form: Form | null = null;
  #chain: FilterChain | null = null;

  /** @param size upright size of the video; pictures of another size are scaled to it */
  constructor(
    orientation: Orientation,
    size: { readonly width: number; readonly height: number },
    visit: (frame: Frame) => void,
  ) {
    this.#orientation = orientation;
    this.#size = size;
    this.#visit = visit;
  }

  /** Passes a picture on; its time comes out unchanged. */
  push(frame: Frame): void {
    const form = { width: frame.width, height: frame.height, format: pixelFormat(frame) };
    if (!this.#chain || !sameForm(form, this.#form)) {
      this.#chain?.close();
      this.#form = form;
      this.#chain = new FilterChain('buffer', bufferFormat(frame), this.#filters(frame, form), (out) => {
        if (out.width % 2 === 0 && out.height % 2 === 0) this.#visit(out);
        else this.#visitEven(out);
      });
    }
    this.#chain.push(frame);
  }

  close(): void {
    this.#chain?.close();
    this.#chain = null;
  }

  #filters(frame: Frame, form: Form): string[] {
    const { width, height } = this.#size;
    const upright = this.#orientation.turnsSides ? [form.height, form.width] : [form.width, form.height];
    const filters = [...this.#orientation.filters];
    // RGB has no matrix of its own to keep: BT.709, said in the stream.
    const isRgb =
      frame.colorSpace === AVCOL_SPC_RGB || /^(rgb|bgr|gbr|pal8|argb|abgr|0rgb|0bgr)/.test(form.format);
    const matrix = isRgb ? ':out_color_matrix=bt709:out_range=tv' : '';
    if (upright[0] !== width || upright[1] !== height || isRgb)
      filters.push(`scale=${width}:${height}:flags=bicubic${matrix}`);
    filters.push('format=yuv420p|yuvj420p');
    return filters;
  }

  /** The encoder takes even sides only: the last row or column is there twice, and the player cuts it off again. */
  #visitEven(frame: Frame): void {
    const { width, height } = frame;
    const even = { width: width + (width % 2), height: height + (height % 2) };
    const packed = frame.toBuffer();
    const chroma = { width: even.width / 2, height: even.height / 2 };
    const padded = Buffer.alloc((even.width * even.height * 3) / 2);
    for (let y = 0; y < even.height; y++) {
      const row = Math.min(y, height - 1) * width;
      packed.copy(padded, y * even.width, row, row + width);
      if (even.width > width) padded[y * even.width + width] = packed[row + width - 1] as number;
    }
    // Odd sides have as many chroma samples as the even sides above them.
    packed.copy(
      padded,
      even.width * even.height,
      width * height,
      width * height + 2 * chroma.width * chroma.height,
    );
    const made = Frame.fromVideoBuffer(padded, {
      ...even,
      format: frame.format as never,
      timeBase: frame.timeBase,
    });
    made.copyProps(frame);
    this.#visit(made);
    made.free();
  }
}

function sameForm(a: Form, b: Form | null): boolean {
  return a.width === b?.width && a.height === b.height && a.format === b.format;
}

function pixelFormat(frame: Frame): string {
  return must(avGetPixFmtName(frame.format as never), 'a decoded picture has a pixel format');
}

/** How FFmpeg's `buffer` source wants to be told what comes; times pass as they are, whatever the unit. */
export function bufferFormat(frame: Frame): string {
  const { num, den } = frame.sampleAspectRatio;
  const range = frame.colorRange > 0 ? `:range=${frame.colorRange}` : '';
  const space = frame.colorSpace === 2 || frame.colorSpace === 3 ? '' : `:colorspace=${frame.colorSpace}`;
  return `video_size=${frame.width}x${frame.height}:pix_fmt=${pixelFormat(frame)}:time_base=1/1000000:pixel_aspect=${num}/${Math.max(1, den)}${space}${range}`;
}
