/** x264, set up so that every picture stays itself: no B-frames, short fixed groups, given times. */
import {
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, Packet, Rational, type Frame } from 'node-av/lib';
import type { Timebase } from '#lib/model/frame-index.ts';
import { must } from '#lib/model/problem.ts';
import { call } from './call.ts';

/** Constant rate factor: at 18 people do not tell the picture from its source. */
const QUALITIES = {
  /** To look at and to measure in. */
  lossless: { preset: 'faster', crf: '18', threads: 2 },
  /** To scrub through: small, and quick to decode. */
  light: { preset: 'superfast', crf: '26', tune: 'fastdecode', threads: 1 },
} as const;

export type H264Plan = {
  readonly timebase: Timebase;
  /** Pictures a second, on average. */
  readonly fps: number;
  /** Pictures from one sync sample to the next. */
  readonly group: number;
  readonly quality: keyof typeof QUALITIES;
};

/** Of so many pixels, fewer pictures are looked at in advance: each takes as much memory as a small video. */
const LARGE_PIXELS = 10_000_000;

export class H264Encoder {
  readonly context: CodecContext;
  readonly #packet = new Packet();
  readonly #visit: (packet: Packet) => void;

  /**
   * @param like the first picture: size and colours
   * @param visit gets each packet, lent for the call
   */
  constructor(like: Frame, { timebase, fps, group, quality }: H264Plan, visit: (packet: Packet) => void) {
    const { threads, ...options } = QUALITIES[quality];
    const ahead = like.width * like.height > LARGE_PIXELS ? ':rc-lookahead=5' : '';
    const codec = must(Codec.findEncoderByName(FF_ENCODER_LIBX264), 'the media library has x264');
    const context = new CodecContext();
    context.allocContext3(codec);
    context.width = like.width;
    context.height = like.height;
    context.pixelFormat = like.format as never;
    context.colorRange = like.colorRange;
    context.colorSpace = like.colorSpace;
    context.colorPrimaries = like.colorPrimaries;
    context.colorTrc = like.colorTrc;
    context.chromaLocation = like.chromaLocation;
    // Geometry is in stored pixels: the rendition's pixels are square, the page stretches them.
    context.sampleAspectRatio = new Rational(1, 1);
    context.timeBase = new Rational(timebase.num, timebase.den);
    context.framerate = new Rational(Math.max(1, Math.round(fps * 1000)), 1000);
    context.gopSize = group;
    context.maxBFrames = 0;
    context.threadCount = threads;
    context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    for (const [name, value] of Object.entries(options))
      call(context.setOption(name, value), `Setting ${name}`);
    context.setOption(
      'x264-params',
      `scenecut=0:open-gop=0:bframes=0:keyint=${group}:min-keyint=${group}${ahead}`,
    );
    call(context.open2Sync(codec), 'Opening the H.264 encoder');
    this.context = context;
    this.#visit = visit;
    this.#packet.alloc();
  }

  /** Its `pts` is in ticks of the time base. */
  push(frame: Frame): void {
    frame.pictType = 0 as never; // the encoder decides, not the source's kind of picture
    call(this.context.sendFrameSync(frame), 'Encoding');
    this.#drain();
  }

  finish(): void {
    call(this.context.sendFrameSync(null), 'Ending the encoder');
    this.#drain();
    this.abandon();
  }

  /** What it holds back is not wanted. */
  abandon(): void {
    this.#packet.free();
    this.context.freeContext();
  }

  #drain(): void {
    for (;;) {
      const answer = this.context.receivePacketSync(this.#packet);
      if (answer === AVERROR_EAGAIN || answer === AVERROR_EOF) return;
      call(answer, 'Encoding');
      this.#visit(this.#packet);
      this.#packet.unref();
    }
  }
}
