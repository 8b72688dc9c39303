/** Sound decoded and encoded again: AAC, mono or stereo, without holes. */
import {
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Packet,
  Rational,
  avChannelLayoutDefault,
  type Frame,
  type Stream,
} from 'node-av/lib';
import type { Timebase } from '#lib/model/frame-index.ts';
import { must } from '#lib/model/problem.ts';
import { call, ticks } from './call.ts';
import { Decoder } from './decoder.ts';
import type { FilterChain } from './filter.ts';
import { soundChain, type SoundForm, type Span } from './sound-chain.ts';

const FRAME_SAMPLES = 1024; // of AAC

export class AacEncoder {
  readonly context = new CodecContext();
  readonly timebase: Timebase;
  readonly #stream: Stream;
  readonly #span: Span;
  readonly #form: SoundForm;
  readonly #decoder: Decoder;
  readonly #packet = new Packet();
  readonly #visit: (packet: Packet) => void;
  #chain: FilterChain | null = null;

  /** @param visit gets each packet, lent for the call; its times are in `timebase` */
  constructor(stream: Stream, span: Span, visit: (packet: Packet) => void) {
    this.#stream = stream;
    this.#span = span;
    this.#visit = visit;
    this.#packet.alloc();
    this.#decoder = must(
      Decoder.open(stream, (frame) => this.#decoded(frame)),
      'There is no decoder for the sound.',
    );
    const channels = stream.codecpar.channels === 1 ? 1 : 2;
    const rate = stream.codecpar.sampleRate === 44100 ? 44100 : 48000;
    this.#form = { rate, layout: channels === 1 ? 'mono' : 'stereo', format: 'fltp', samples: FRAME_SAMPLES };
    this.timebase = { num: 1, den: rate };
    const codec = must(Codec.findEncoderByName(FF_ENCODER_AAC), 'the media library has AAC');
    this.context.allocContext3(codec);
    this.context.sampleRate = rate;
    this.context.sampleFormat = AV_SAMPLE_FMT_FLTP;
    this.context.channelLayout = avChannelLayoutDefault(channels);
    this.context.timeBase = new Rational(1, rate);
    this.context.bitRate = channels === 1 ? 96_000n : 160_000n;
    this.context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    call(this.context.open2Sync(codec), 'Opening the AAC encoder');
  }

  push(packet: Packet): void {
    this.#decoder.push(packet);
  }

  finish(): void {
    this.#decoder.finish();
    if (!this.#chain) throw new Error('Not one sound can be decoded.');
    this.#chain.finish();
    call(this.context.sendFrameSync(null), 'Ending the sound');
    this.#drain();
    this.#packet.free();
    this.context.freeContext();
  }

  #decoded(frame: Frame): void {
    this.#chain ??= soundChain(frame, this.#stream.timeBase, this.#span, this.#form, (even) => {
      call(this.context.sendFrameSync(even), 'Encoding the sound');
      this.#drain();
    });
    const time = ticks(frame.bestEffortTimestamp);
    if (time !== undefined) frame.pts = BigInt(time);
    this.#chain.push(frame);
  }

  #drain(): void {
    for (;;) {
      const answer = this.context.receivePacketSync(this.#packet);
      if (answer === AVERROR_EAGAIN || answer === AVERROR_EOF) return;
      call(answer, 'Encoding the sound');
      this.#visit(this.#packet);
      this.#packet.unref();
    }
  }
}
