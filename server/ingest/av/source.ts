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
import { whyUnreadable } from './unreadable.ts';

/** No hls, concat, dash, image2, sdp and the like: they make FFmpeg open other files or addresses. */
const FORMATS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,asf,ogg,flv,dv,mxf';

const VIDEO_CODECS = (
  'h264 hevc vp8 vp9 av1 libdav1d mpeg1video mpeg2video mpeg4 mjpeg prores dvvideo msmpeg4v1 msmpeg4v2 msmpeg4 ' +
  'wmv1 wmv2 wmv3 vc1 theora h263 cinepak rawvideo ffv1 huffyuv'
).split(' ');
const AUDIO_CODECS = (
  'aac mp3 mp3float mp2 mp2float mp1 ac3 eac3 opus libopus vorbis flac alac amrnb amrwb wmav1 wmav2 wmapro ' +
  'pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_f32le pcm_u8 pcm_alaw pcm_mulaw ' +
  'adpcm_ms adpcm_ima_wav adpcm_ima_qt'
).split(' ');
const CODECS = [...VIDEO_CODECS, ...AUDIO_CODECS].join(',');

/** Pictures larger than this are refused before anything is allocated for them. */
export const MAX_PIXELS = 40_000_000;
/** A stream of a day: longer is not a procedure, it is a fault. */
const MAX_SECONDS = 24 * 3600;
/** A file that claims more streams than this is not a video anybody recorded. */
const MAX_STREAMS = 100;

export class Source {
  readonly context: FormatContext;
  readonly video: Stream;
  readonly audio: Stream | null;
  /** Why reading ended before the end of the file; null where it did not. */
  stopped: string | null = null;

  constructor(context: FormatContext, video: Stream, audio: Stream | null) {
    this.context = context;
    this.video = video;
    this.audio = audio;
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
      if (packet.streamIndex === this.video.index) return 'video';
      if (packet.streamIndex === this.audio?.index) return 'audio';
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
  // Sizes are checked before and after: this is what decodes the first pictures to learn about them.
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
  if (!VIDEO_CODECS.includes(codec) && !VIDEO_CODECS.includes(codec.replace(/v3$/, ''))) {
    throw new Unusable('unsupported-video', `its codec is ${codec}`);
  }
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
