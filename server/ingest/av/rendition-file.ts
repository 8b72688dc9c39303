/**
 * The rendition in the making: one fragmented MP4, a fragment for each group of pictures, times exactly as given.
 * FFmpeg's own HLS writer moves pictures of variable rate by up to 17 ms; its MP4 writer does not (measured).
 */
import {
  CodecContext,
  FormatContext,
  Rational,
  type CodecParameters,
  type Packet,
  type Stream,
} from 'node-av/lib';
import type { Timebase } from '#lib/model/frame-index.ts';
import { call } from './call.ts';

export class RenditionFile {
  readonly #context = new FormatContext();
  #video: Track | null = null;
  #audio: Track | null = null;
  #open = false;

  constructor(path: string) {
    call(this.#context.allocOutputContext2(null, 'mp4', `file:${path}`), 'Preparing the rendition');
  }

  /** The stream of pictures, from an encoder or as it is in the source. */
  addVideo(from: CodecContext | CodecParameters, timebase: Timebase): void {
    this.#video = new Track(this.#context, from, timebase);
  }

  addAudio(from: CodecContext | CodecParameters, timebase: Timebase): void {
    this.#audio = new Track(this.#context, from, timebase);
  }

  /** Writes the header; no streams can be added from here on. */
  start(): void {
    call(this.#context.openOutputSync(), 'Creating the rendition');
    this.#context.setOption('movflags', 'frag_keyframe+empty_moov+default_base_moof');
    this.#context.setOption('use_editlist', '0');
    call(this.#context.writeHeaderSync(), 'Writing the head of the rendition');
    this.#open = true;
  }

  /** Copies a packet of pictures in; `pts` and `dts` are in the time base given to `addVideo`. */
  writeVideo(packet: Packet, pts: number, dts: number): void {
    this.#video?.write(packet, pts, dts);
  }

  writeAudio(packet: Packet, pts: number): void {
    this.#audio?.write(packet, pts, pts);
  }

  /** @param lastDuration how long the last picture lasts, in ticks of its time base */
  finish(lastDuration: number): void {
    this.#video?.finish(lastDuration);
    this.#audio?.finish(0);
    call(this.#context.writeTrailerSync(), 'Ending the rendition');
    this.#close();
  }

  /** Leaves the file as it is, unfinished: it is not wanted. */
  abandon(): void {
    this.#close();
  }

  #close(): void {
    if (this.#open) this.#context.closeOutputSync();
    this.#open = false;
    this.#context.freeContext();
  }
}

/** One stream of the file. Holds each packet until the next one says how long it lasts. */
class Track {
  readonly #context: FormatContext;
  readonly #stream: Stream;
  readonly #timebase: Timebase;
  #held: Packet | null = null;

  constructor(context: FormatContext, from: CodecContext | CodecParameters, timebase: Timebase) {
    this.#context = context;
    this.#timebase = timebase;
    this.#stream = context.newStream();
    if (from instanceof CodecContext)
      call(from.parametersFromContext(this.#stream.codecpar), 'Describing a stream');
    else call(from.copy(this.#stream.codecpar), 'Describing a stream');
    this.#stream.codecpar.codecTag = 0; // the source's container may tag it in a way MP4 does not know
    this.#stream.timeBase = new Rational(timebase.num, timebase.den);
  }

  write(packet: Packet, pts: number, dts: number): void {
    const next = packet.clone();
    if (!next) throw new Error('No memory for a packet.');
    next.pts = BigInt(pts);
    next.dts = BigInt(dts);
    this.#release(dts);
    this.#held = next;
  }

  finish(lastDuration: number): void {
    const last = this.#held;
    if (last) this.#release(Number(last.dts) + (lastDuration || Number(last.duration)));
  }

  #release(nextDts: number): void {
    const packet = this.#held;
    if (!packet) return;
    packet.duration = BigInt(Math.max(1, nextDts - Number(packet.dts)));
    packet.streamIndex = this.#stream.index;
    packet.pos = -1n;
    packet.rescaleTs(this.#timebase, this.#stream.timeBase);
    call(this.#context.interleavedWriteFrameSync(packet), 'Writing the rendition');
    packet.free();
    this.#held = null;
  }
}
