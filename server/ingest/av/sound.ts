/**
 * The sound of a rendition, fetched from the source as the pictures need it. It covers the whole video: browsers stop
 * where either stream has a hole, so gaps are filled with silence.
 */
import {
  AVDISCARD_ALL,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_ID_AAC,
  AV_SAMPLE_FMT_FLTP,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Packet,
  Rational,
  avChannelLayoutDefault,
  avChannelLayoutDescribe,
  avGetSampleFmtName,
  type Frame,
} from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { call, ticks } from './call.ts';
import { Decoder } from './decoder.ts';
import { FilterChain } from './filter.ts';
import type { RenditionFile } from './rendition-file.ts';
import { openSource, type Source } from './source.ts';

/** The stretch of the source's clock that the rendition covers, in seconds; `start` becomes 0. */
export type Span = { readonly start: number; readonly end: number };

const FRAME_SAMPLES = 1024; // of AAC

/** The source, opened a second time to read its sound alone; null where there is none that can be decoded. */
export async function openSound(path: string): Promise<Source | null> {
  const source = await openSource(path);
  if (source.audio && Codec.findDecoder(source.audio.codecpar.codecId)) {
    source.video.discard = AVDISCARD_ALL;
    return source;
  }
  source.close();
  return null;
}

export class Sound {
  readonly #source: Source;
  readonly #file: RenditionFile;
  readonly #span: Span;
  readonly #packet = new Packet();
  readonly #encoder: AacEncoder | null;
  readonly #tick: number;
  /** Rendition time up to which sound is written, seconds. */
  #written = 0;
  #ended = false;

  /**
   * Adds a stream of sound to a rendition that is not started yet.
   * @param source opened for the sound alone; closed at the end
   * @param isWhole whether the source's sound covers the span without holes: then AAC is copied as it is
   */
  constructor(source: Source, file: RenditionFile, span: Span, isWhole: boolean) {
    this.#source = source;
    this.#file = file;
    this.#span = span;
    this.#packet.alloc();
    const stream = must(source.audio, 'sound is opened where there is some');
    this.#tick = stream.timeBase.num / stream.timeBase.den;
    // Without extradata (ADTS) MP4 cannot take it as it is.
    if (isWhole && stream.codecpar.codecId === AV_CODEC_ID_AAC && stream.codecpar.extradataSize > 0) {
      this.#encoder = null;
      file.addAudio(stream.codecpar, { num: stream.timeBase.num, den: stream.timeBase.den });
      return;
    }
    this.#encoder = new AacEncoder(source, span, (packet, tick) =>
      this.#write(packet, Number(packet.pts), tick),
    );
    file.addAudio(this.#encoder.context, this.#encoder.timebase);
  }

  /** Writes the sound up to a time of the rendition, in seconds. */
  upTo(seconds: number): void {
    while (!this.#ended && this.#written < seconds) this.#step();
  }

  finish(): void {
    this.upTo(Infinity);
    this.#packet.free();
    this.#source.close();
  }

  #step(): void {
    const kind = this.#source.next(this.#packet);
    if (kind === null) {
      this.#ended = true;
      this.#encoder?.finish();
    } else if (kind === 'audio') {
      if (this.#encoder) this.#encoder.push(this.#packet);
      else this.#copy();
    }
  }

  #copy(): void {
    const pts = ticks(this.#packet.pts);
    if (pts === undefined) return;
    this.#write(this.#packet, pts - Math.round(this.#span.start / this.#tick), this.#tick);
    if (this.#written >= this.#span.end - this.#span.start) this.#ended = true;
  }

  #write(packet: Packet, pts: number, tick: number): void {
    const seconds = pts * tick;
    // Before the first picture nothing can be shown; the encoder's priming lies there too.
    if (seconds < 0 || seconds < this.#written - tick || seconds >= this.#span.end - this.#span.start) return;
    this.#file.writeAudio(packet, pts);
    this.#written = seconds + Math.max(1, Number(packet.duration)) * tick;
  }
}

/** Decodes, fills holes with silence, encodes to AAC in mono or stereo. */
class AacEncoder {
  readonly context = new CodecContext();
  readonly timebase: { readonly num: number; readonly den: number };
  readonly #decoder: Decoder;
  readonly #source: Source;
  readonly #span: Span;
  readonly #packet = new Packet();
  readonly #visit: (packet: Packet, tick: number) => void;
  readonly #layout: string;
  #chain: FilterChain | null = null;

  constructor(source: Source, span: Span, visit: (packet: Packet, tick: number) => void) {
    const stream = must(source.audio, 'sound is opened where there is some');
    this.#source = source;
    this.#span = span;
    this.#visit = visit;
    this.#packet.alloc();
    this.#decoder = must(
      Decoder.open(stream, (frame) => this.#decoded(frame)),
      'There is no decoder for the sound.',
    );
    const channels = stream.codecpar.channels === 1 ? 1 : 2;
    const rate = stream.codecpar.sampleRate === 44100 ? 44100 : 48000;
    this.#layout = channels === 1 ? 'mono' : 'stereo';
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
    this.#chain ??= this.#open(frame);
    const time = ticks(frame.bestEffortTimestamp);
    if (time !== undefined) frame.pts = BigInt(time);
    this.#chain.push(frame);
  }

  #open(frame: Frame): FilterChain {
    const { timeBase } = must(this.#source.audio, 'sound is opened where there is some');
    const named = avChannelLayoutDescribe(frame.channelLayout) ?? '';
    const layout =
      /^\d+ channels?$/.test(named) || named === ''
        ? avChannelLayoutDescribe(avChannelLayoutDefault(frame.channels))
        : named;
    const { start, end } = this.#span;
    const format = [
      `time_base=${timeBase.num}/${timeBase.den}`,
      `sample_rate=${frame.sampleRate}`,
      `sample_fmt=${avGetSampleFmtName(frame.format as never)}`,
      `channel_layout=${layout}`,
    ].join(':');
    const filters = [
      `atrim=start=${start.toFixed(6)}:end=${end.toFixed(6)}`,
      `asetpts=PTS-${start.toFixed(6)}/TB`,
      `aresample=${this.timebase.den}:async=1000:first_pts=0`,
      `aformat=sample_fmts=fltp:channel_layouts=${this.#layout}`,
      `apad=whole_dur=${(end - start).toFixed(6)}`,
      `asetnsamples=n=${FRAME_SAMPLES}:p=1`,
    ];
    return new FilterChain('abuffer', format, filters, (out) => {
      call(this.context.sendFrameSync(out), 'Encoding the sound');
      this.#drain();
    });
  }

  #drain(): void {
    for (;;) {
      const answer = this.context.receivePacketSync(this.#packet);
      if (answer === AVERROR_EAGAIN || answer === AVERROR_EOF) return;
      call(answer, 'Encoding the sound');
      this.#visit(this.#packet, 1 / this.timebase.den);
      this.#packet.unref();
    }
  }
}
