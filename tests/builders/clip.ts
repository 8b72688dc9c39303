/**
 * Video files made to order, for tests of what happens to files of all kinds: each picture carries its number
 * (fixtures/barcode.ts), at times that are known.
 */
import {
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_FLAG_INTERLACED_DCT,
  AV_CODEC_FLAG_INTERLACED_ME,
  AV_FRAME_FLAG_INTERLACED,
  AV_FRAME_FLAG_TOP_FIELD_FIRST,
  AV_LOG_ERROR,
  AV_PIX_FMT_YUV420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
  avChannelLayoutDefault,
  avGetPixFmtFromName,
  type Stream,
} from 'node-av/lib';
import { call } from '#server/ingest/av/call.ts';
import { FilterChain } from '#server/ingest/av/filter.ts';
import { bufferFormat } from '#server/ingest/av/upright-pictures.ts';
import { BLOCKS_ACROSS, barcodeHeight, barcodeOf } from '../fixtures/barcode.ts';

export type ClipPlan = {
  readonly path: string;
  /** FFmpeg's name of the container: `mp4`, `matroska`, `mpegts`, `vob`, `asf`, `avi` … */
  readonly container: string;
  /** FFmpeg's name of the encoder. */
  readonly encoder: string;
  readonly pixelFormat?: string;
  readonly width?: number;
  readonly height?: number;
  /** When each picture is shown, in ticks of `timescale`. Without them 25 pictures, 25 a second. */
  readonly times?: readonly number[];
  /** Ticks per second. */
  readonly timescale?: number;
  /** Pictures from one sync sample to the next. */
  readonly group?: number;
  readonly bFrames?: number;
  readonly interlaced?: boolean;
  /** Width of a pixel over its height. */
  readonly pixelAspect?: readonly [number, number];
  /** `[a, b, c, d]` of the display matrix, as whole numbers. */
  readonly matrix?: readonly [number, number, number, number];
  readonly options?: Readonly<Record<string, string>>;
  readonly containerOptions?: Readonly<Record<string, string>>;
  readonly sound?: SoundPlan;
  /** Tags of the file: title, place, device. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Other pictures than numbers: brightness, then two planes of colour of half the size each (yuv420p). */
  readonly draw?: (n: number, width: number, height: number) => Buffer;
};

export type SoundPlan = {
  readonly encoder: string;
  readonly rate: number;
  readonly channels: number;
  readonly seconds: number;
  /** -1 to 1 at a time in seconds. */
  readonly wave: (seconds: number) => number;
};

/** Encoders talk at length, each in its own way. */
Log.setLevel(AV_LOG_ERROR);
process.env['SVT_LOG'] = '0';
const QUIET: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  libx265: { 'x265-params': 'log-level=none' },
};

/** Containers that are none: pictures, one after the other. */
const BARE: readonly string[] = ['h264', 'hevc', 'mpeg2video', 'm4v'];
const WIDTH = 192;
const HEIGHT = 108;

/** The barcode on top; below it a bar that moves. */
export function drawNumber(n: number, width: number, height: number): Buffer {
  const luma = Buffer.alloc(width * height, 60);
  const block = width / BLOCKS_ACROSS;
  const bits = barcodeOf(n);
  const top = Math.min(height, barcodeHeight(width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (y < top) luma[at] = bits[Math.floor(y / block) * BLOCKS_ACROSS + Math.floor(x / block)] ? 225 : 20;
      else if (Math.abs(x - ((n * 5) % width)) < 6) luma[at] = 190;
    }
  }
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  return Buffer.concat([luma, Buffer.alloc(2 * chroma, 128)]);
}

/** Writes the file. */
export function makeClip(plan: ClipPlan): void {
  const file = new FormatContext();
  call(file.allocOutputContext2(null, plan.container, plan.path), 'Preparing the clip');
  const pictures = pictureEncoder(plan);
  const stream = addStream(file, pictures);
  const [x, y] = plan.pixelAspect ?? [1, 1];
  stream.sampleAspectRatio = new Rational(x, y);
  stream.avgFrameRate = pictures.framerate;
  if (plan.matrix) {
    const bytes = matrixBytes(plan.matrix);
    call(stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, bytes), 'Turning the clip');
  }
  const sound = plan.sound && soundEncoder(plan.sound);
  const soundStream = sound && addStream(file, sound);
  if (plan.tags) file.metadata = Dictionary.fromObject(plan.tags);
  call(file.openOutputSync(), 'Creating the clip');
  for (const [name, value] of Object.entries(plan.containerOptions ?? {})) file.setOption(name, value);
  call(file.writeHeaderSync(), 'Writing the head of the clip');
  const packets = encodePictures(plan, stream, pictures);
  if (plan.sound && sound && soundStream) packets.push(...encodeSound(plan.sound, soundStream, sound));
  for (const { packet } of packets.sort((one, other) => one.seconds - other.seconds)) {
    call(file.interleavedWriteFrameSync(packet), 'Writing the clip');
    packet.free();
  }
  call(file.writeTrailerSync(), 'Ending the clip');
  file.closeOutputSync();
}

function addStream(file: FormatContext, context: CodecContext): Stream {
  const stream = file.newStream();
  call(context.parametersFromContext(stream.codecpar), 'Describing a stream');
  stream.timeBase = context.timeBase;
  return stream;
}

/** As FFmpeg keeps it: 16.16 fixed point, the last column 2.30. */
function matrixBytes([a, b, c, d]: readonly [number, number, number, number]): Buffer {
  const bytes = Buffer.alloc(36);
  const one = 65_536;
  for (const [at, value] of [a * one, b * one, 0, c * one, d * one, 0, 0, 0, 2 ** 30].entries())
    bytes.writeInt32LE(value, at * 4);
  return bytes;
}

function pictureEncoder(plan: ClipPlan): CodecContext {
  const codec = Codec.findEncoderByName(plan.encoder as never);
  if (!codec) throw new Error(`There is no encoder "${plan.encoder}".`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = plan.width ?? WIDTH;
  context.height = plan.height ?? HEIGHT;
  context.pixelFormat = avGetPixFmtFromName(plan.pixelFormat ?? 'yuv420p');
  context.timeBase = new Rational(1, plan.timescale ?? 25);
  context.framerate = new Rational(25, 1);
  context.gopSize = plan.group ?? 12;
  context.maxBFrames = plan.bFrames ?? 0;
  context.bitRate = 2_000_000n;
  if (plan.pixelAspect) context.sampleAspectRatio = new Rational(...plan.pixelAspect);
  // Without a container, the heads must be among the pictures.
  if (!BARE.includes(plan.container)) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  if (plan.interlaced) context.setFlags(AV_CODEC_FLAG_INTERLACED_DCT, AV_CODEC_FLAG_INTERLACED_ME);
  for (const [name, value] of Object.entries({ ...QUIET[plan.encoder], ...plan.options }))
    call(context.setOption(name, value), `Setting ${name}`);
  call(context.open2Sync(codec), `Opening ${plan.encoder}`);
  return context;
}

type Timed = { readonly packet: Packet; readonly seconds: number };

function encodePictures(plan: ClipPlan, stream: Stream, context: CodecContext): Timed[] {
  const { width, height } = context;
  const packets: Timed[] = [];
  const times = plan.times ?? Array.from({ length: 25 }, (_, n) => n);
  let chain: FilterChain | null = null;
  for (const [n, pts] of times.entries()) {
    const format = AV_PIX_FMT_YUV420P;
    const draw = plan.draw ?? drawNumber;
    const drawn = Frame.fromVideoBuffer(draw(n, width, height), { width, height, format });
    drawn.pts = BigInt(pts);
    drawn.sampleAspectRatio = context.sampleAspectRatio;
    chain ??= new FilterChain(
      'buffer',
      bufferFormat(drawn),
      [`format=${plan.pixelFormat ?? 'yuv420p'}`],
      (frame) => {
        if (plan.interlaced) frame.flags |= AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST;
        call(context.sendFrameSync(frame), 'Encoding a picture');
        packets.push(...drain(context, stream));
      },
    );
    chain.push(drawn);
    drawn.free();
  }
  chain?.finish();
  call(context.sendFrameSync(null), 'Ending the pictures');
  packets.push(...drain(context, stream));
  return packets;
}

function soundEncoder({ encoder, rate, channels }: SoundPlan): CodecContext {
  const codec = Codec.findEncoderByName(encoder as never);
  if (!codec) throw new Error(`There is no encoder "${encoder}".`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = rate;
  context.sampleFormat = ['aac', 'ac3', 'wmav2'].includes(encoder) ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_S16;
  context.channelLayout = avChannelLayoutDefault(channels);
  context.timeBase = new Rational(1, rate);
  context.bitRate = 128_000n;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  call(context.open2Sync(codec), `Opening ${encoder}`);
  return context;
}

function encodeSound(plan: SoundPlan, stream: Stream, context: CodecContext): Timed[] {
  const packets: Timed[] = [];
  const size = context.frameSize > 0 ? context.frameSize : 1024;
  for (let at = 0; at < plan.seconds * plan.rate; at += size) {
    const samples = Array.from({ length: size }, (_, n) => plan.wave((at + n) / plan.rate));
    const frame = soundFrame(plan, context, samples);
    frame.pts = BigInt(at);
    call(context.sendFrameSync(frame), 'Encoding a sound');
    frame.free();
    packets.push(...drain(context, stream));
  }
  call(context.sendFrameSync(null), 'Ending the sound');
  packets.push(...drain(context, stream));
  return packets;
}

function soundFrame({ rate, channels }: SoundPlan, context: CodecContext, samples: readonly number[]): Frame {
  const planar = context.sampleFormat === AV_SAMPLE_FMT_FLTP;
  const bytes = Buffer.alloc(samples.length * channels * (planar ? 4 : 2));
  for (const [n, value] of samples.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      if (planar) bytes.writeFloatLE(value, (channel * samples.length + n) * 4);
      else bytes.writeInt16LE(Math.round(value * 32_767), (n * channels + channel) * 2);
    }
  }
  return Frame.fromAudioBuffer(bytes, {
    nbSamples: samples.length,
    format: context.sampleFormat,
    sampleRate: rate,
    channelLayout: context.channelLayout,
    timeBase: { num: 1, den: rate },
  });
}

function drain(context: CodecContext, stream: Stream): Timed[] {
  const packets: Timed[] = [];
  const packet = new Packet();
  packet.alloc();
  for (;;) {
    const answer = context.receivePacketSync(packet);
    if (answer === AVERROR_EAGAIN || answer === AVERROR_EOF) break;
    call(answer, 'Encoding');
    const kept = packet.clone();
    if (!kept) throw new Error('No memory for a packet.');
    const seconds = (Number(kept.dts) * context.timeBase.num) / context.timeBase.den;
    if (kept.duration === 0n) kept.duration = 1n;
    kept.streamIndex = stream.index;
    kept.rescaleTs(context.timeBase, stream.timeBase);
    packets.push({ packet: kept, seconds });
    packet.unref();
  }
  packet.free();
  return packets;
}
