/**
 * FFmpeg's own decoding loop, packet in, pictures out. The high-level decoders of the library stop at damaged pictures
 * or drop them; this one counts what `ffmpeg` counts, and that is what "frame n" means.
 */
import { AV_CODEC_FLAG_BITEXACT, AVERROR_EAGAIN, AVERROR_ENOMEM, AVERROR_EOF } from 'node-av/constants';
import { Codec, CodecContext, Frame, type Packet, type Stream } from 'node-av/lib';
import { Unusable } from '../message.ts';
import { CODECS, MAX_PIXELS } from './allowed.ts';
import { call } from './call.ts';

export class Decoder {
  readonly #context: CodecContext;
  readonly #frame = new Frame();
  readonly #visit: (frame: Frame) => void;
  /** Packets or pictures the decoder complained about. */
  faults = 0;

  private constructor(context: CodecContext, visit: (frame: Frame) => void) {
    this.#context = context;
    this.#visit = visit;
    this.#frame.alloc();
  }

  /** Null where no decoder that is allowed here knows the stream. `visit` gets each frame, lent for the call, in display order. */
  static open(stream: Stream, visit: (frame: Frame) => void): Decoder | null {
    const codec = Codec.findDecoder(stream.codecpar.codecId);
    if (!codec) return null;
    const context = new CodecContext();
    context.allocContext3(codec);
    call(context.parametersToContext(stream.codecpar), 'Setting up the decoder');
    context.pktTimebase = stream.timeBase;
    // Pixels depend on both where the codec leaves it open (the transform of MPEG-4 part 2) and where damage is hidden:
    // fixed, they are the same on every machine.
    context.threadCount = 2;
    context.setFlags(AV_CODEC_FLAG_BITEXACT);
    context.setOption('codec_whitelist', CODECS);
    context.setOption('max_pixels', String(MAX_PIXELS));
    if (context.open2Sync(codec) < 0) {
      context.freeContext();
      return null;
    }
    return new Decoder(context, visit);
  }

  /** Whether a decoder that is allowed here knows the stream. */
  static knows(stream: Stream): boolean {
    const decoder = Decoder.open(stream, () => undefined);
    decoder?.close();
    return decoder !== null;
  }

  /** Feeds a packet; frames that it completes are visited before this returns. */
  push(packet: Packet): void {
    for (;;) {
      const answer = this.#context.sendPacketSync(packet);
      if (answer !== AVERROR_EAGAIN) {
        if (answer < 0) this.#fault(answer);
        break;
      }
      if (this.#drain() === 0) break;
    }
    this.#drain();
  }

  /** Visits the frames that were held back, and closes. */
  finish(): void {
    this.#context.sendPacketSync(null);
    this.#drain();
    this.close();
  }

  close(): void {
    this.#frame.free();
    this.#context.freeContext();
  }

  /** Takes frames until the decoder wants more. A fault does not end it: the frames behind it are still there. */
  #drain(): number {
    let taken = 0;
    for (let faultsInARow = 0; faultsInARow < 1000;) {
      const answer = this.#context.receiveFrameSync(this.#frame);
      if (answer === AVERROR_EAGAIN || answer === AVERROR_EOF) break;
      if (answer < 0) {
        this.#fault(answer);
        faultsInARow++;
        continue;
      }
      faultsInARow = 0;
      taken++;
      this.#visit(this.#frame);
      this.#frame.unref();
    }
    return taken;
  }

  /** Counts what is wrong with the file. Memory that runs out is not: going on would lose pictures that are there. */
  #fault(answer: number): void {
    if (answer === AVERROR_ENOMEM)
      throw new Unusable('unsupported-video', 'preparing it needs more memory than there is');
    this.faults++;
  }
}
