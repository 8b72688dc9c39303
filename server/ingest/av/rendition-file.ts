/**
 * The rendition in the making: one fragmented MP4, a fragment for each group of pictures, times exactly as given.
 * FFmpeg's own HLS writer moves pictures of variable rate by up to 17 ms; its MP4 writer does not (measured).
 */
import {
  CodecContext,
  FormatContext,
  Packet,
  Rational,
  type CodecParameters,
  type Stream,
} from 'node-av/lib';
import type { Timebase } from '#lib/model/frame-index.ts';
import { call } from './call.ts';

export class RenditionFile {
  readonly #context = new FormatContext();
  #video: Track | null = null;
  #audio: Track | null = null;
  #open = false;
  #closed = false;

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
    if (this.#closed) return;
    this.#closed = true;
    this.#video?.close();
    this.#audio?.close();
    if (this.#open) this.#context.closeOutputSync();
    this.#context.freeContext();
  }
}

/** One stream of the file. Holds each packet until the next one says how long it lasts. */
class Track {
  readonly #context: FormatContext;
  readonly #stream: Stream;
  readonly #timebase: Timebase;
  /** One for all: the file takes what it holds and leaves it empty. */
  readonly #held = new Packet();
  #heldDts: number | null = null;
  /** As the file is written: known once its head is. */
  #as: { readonly index: number; readonly timebase: Rational } | null = null;

  constructor(context: FormatContext, from: CodecContext | CodecParameters, timebase: Timebase) {
    this.#context = context;
    this.#timebase = timebase;
    this.#held.alloc();
    this.#stream = context.newStream();
    if (from instanceof CodecContext)
      call(from.parametersFromContext(this.#stream.codecpar), 'Describing a stream');
    else call(from.copy(this.#stream.codecpar), 'Describing a stream');
    this.#stream.codecpar.codecTag = 0; // the source's container may tag it in a way MP4 does not know
    this.#stream.timeBase = new Rational(timebase.num, timebase.den);
  }

  write(packet: Packet, pts: number, dts: number): void {
    this.#release(dts);
    call(this.#held.ref(packet), 'Keeping a packet');
    this.#held.pts = BigInt(pts);
    this.#held.dts = BigInt(dts);
    this.#heldDts = dts;
  }

  finish(lastDuration: number): void {
    if (this.#heldDts !== null) this.#release(this.#heldDts + (lastDuration || Number(this.#held.duration)));
  }

  close(): void {
    this.#held.free();
  }

  #release(nextDts: number): void {
    if (this.#heldDts === null) return;
    const packet = this.#held;
    this.#as ??= { index: this.#stream.index, timebase: this.#stream.timeBase };
    packet.duration = BigInt(Math.max(1, nextDts - this.#heldDts));
    packet.streamIndex = this.#as.index;
    packet.pos = -1n;
    packet.rescaleTs(this.#timebase, this.#as.timebase);
    this.#heldDts = null;
    call(this.#context.interleavedWriteFrameSync(packet), 'Writing the rendition');
  }
}
