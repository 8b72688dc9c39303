/**
 * A source file, opened with everything shut that a hostile file could use: local file only, container formats that
 * refer to no other file, decoders of a list, a limit of pixels.
 */
import {
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AV_DISPOSITION_ATTACHED_PIC,
} from 'node-av/constants';
import { Dictionary, FFmpegError, FormatContext, Packet, avGetCodecName, type Stream } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { Unusable } from '../message.ts';
import { CODECS, FORMATS, MAX_PIXELS, MAX_SECONDS, MAX_STREAMS, VIDEO_CODECS } from './allowed.ts';
import { whyUnreadable } from './unreadable.ts';

export class Source {
  readonly context: FormatContext;
  readonly video: Stream;
  readonly audio: Stream | null;
  readonly #videoIndex: number;
  readonly #audioIndex: number | undefined;
  /** Why reading ended before the end of the file; null where it did not. */
  stopped: string | null = null;

  constructor(context: FormatContext, video: Stream, audio: Stream | null) {
    this.context = context;
    this.video = video;
    this.audio = audio;
    this.#videoIndex = video.index;
    this.#audioIndex = audio?.index;
  }

  get format(): string {
    return this.context.iformat?.name ?? 'unknown';
  }

  get codec(): string {
    return avGetCodecName(this.video.codecpar.codecId) ?? 'unknown';
  }

  /**
   * Reads the next packet of the picture or sound stream into `packet`, in file order. Answers which it is; null at
   * the end of the file or at the first place that cannot be read (then `stopped` says why).
   */
  next(packet: Packet): 'video' | 'audio' | null {
    for (let retries = 0; retries < 1000;) {
      packet.unref();
      const answer = this.context.readFrameSync(packet);
      if (answer === AVERROR_EAGAIN) {
        retries++;
        continue;
      }
      if (answer < 0) {
        if (answer !== AVERROR_EOF) this.stopped = FFmpegError.strerror(answer);
        return null;
      }
      const { streamIndex } = packet;
      if (streamIndex === this.#videoIndex) return 'video';
      if (streamIndex === this.#audioIndex) return 'audio';
    }
    this.stopped = 'it does not go on';
    return null;
  }

  /** Hands each packet to `visit`, lent for the call, until the end or until `visit` answers false. */
  async eachPacket(visit: (packet: Packet, kind: 'video' | 'audio') => boolean | void): Promise<void> {
    const packet = new Packet();
    packet.alloc();
    let breath = performance.now();
    try {
      for (let kind = this.next(packet); kind !== null; kind = this.next(packet)) {
        if (visit(packet, kind) === false) return;
        if (performance.now() - breath > 100) {
          // The death of the parent process is only noticed in between.
          await new Promise<void>((resolve) => setImmediate(resolve));
          breath = performance.now();
        }
      }
    } finally {
      packet.free();
    }
  }

  close(): void {
    this.context.closeInputSync();
  }
}

/** Opens a file and picks its streams as `ffmpeg` would. Throws Unusable where it is no video for us. */
export async function openSource(path: string): Promise<Source> {
  const context = new FormatContext();
  const options = Dictionary.fromObject({
    protocol_whitelist: 'file',
    format_whitelist: FORMATS,
    codec_whitelist: CODECS,
    // A .mov may name other files as the place of its pictures.
    enable_drefs: '0',
    use_absolute_path: '0',
  });
  const opened = await context.openInput(`file:${path}`, null, options);
  if (opened < 0) throw new Unusable('no-video', whyUnreadable(path));
  try {
    return await pickStreams(context);
  } catch (error) {
    context.closeInputSync();
    throw error;
  }
}

async function pickStreams(context: FormatContext): Promise<Source> {
  if (context.nbStreams > MAX_STREAMS)
    throw new Unusable('no-video', `it claims to have ${context.nbStreams} streams`);
  const seconds = Number(context.duration) / 1e6;
  if (seconds > MAX_SECONDS)
    throw new Unusable('unsupported-video', `it lasts ${Math.round(seconds / 3600)} hours, more than 24`);
  // Sizes are checked before and after: this decodes the first pictures to learn about them, and what those say of
  // themselves may be more than what the container says. FFmpeg's own limit then is 268 million pixels, once.
  for (const stream of context.streams) checkSize(stream);
  await context.findStreamInfo(null);
  const index = context.findBestStream(AVMEDIA_TYPE_VIDEO);
  if (index < 0) {
    const hasAudio = context.findBestStream(AVMEDIA_TYPE_AUDIO) >= 0;
    throw new Unusable('no-video', hasAudio ? 'it has sound but no pictures' : 'there are no pictures in it');
  }
  const video = must(context.streams[index], 'the best stream is one of the streams');
  if (video.hasDisposition(AV_DISPOSITION_ATTACHED_PIC))
    throw new Unusable('no-video', 'it has a cover picture only');
  checkSize(video);
  const codec = avGetCodecName(video.codecpar.codecId) ?? 'unknown';
  if (!VIDEO_CODECS.includes(codec)) throw new Unusable('unsupported-video', `its codec is ${codec}`);
  const audioIndex = context.findBestStream(AVMEDIA_TYPE_AUDIO, -1, index);
  return new Source(context, video, audioIndex >= 0 ? (context.streams[audioIndex] ?? null) : null);
}

function checkSize({ codecpar }: Stream): void {
  if (codecpar.codecType !== AVMEDIA_TYPE_VIDEO) return;
  const { width, height } = codecpar;
  if (width * height > MAX_PIXELS) {
    throw new Unusable(
      'unsupported-video',
      `its pictures have ${width} × ${height} pixels, more than ${MAX_PIXELS / 1e6} million`,
    );
  }
}
