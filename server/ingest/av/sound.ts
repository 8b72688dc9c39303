/**
 * The sound of a rendition, fetched from the source as the pictures need it. It covers the whole video: browsers stop
 * where either stream has a hole, so gaps are filled with silence.
 */
import { AVDISCARD_ALL, AV_CODEC_ID_AAC } from 'node-av/constants';
import { Packet, type Stream } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { AacEncoder } from './aac-encoder.ts';
import { ticks } from './call.ts';
import { Decoder } from './decoder.ts';
import type { RenditionFile } from './rendition-file.ts';
import { AFTERWARDS_SECONDS, type Span } from './sound-chain.ts';
import { openSource, type Source } from './source.ts';

/** The source, opened a second time to read its sound alone; null where there is none that can be decoded. */
export async function openSound(path: string): Promise<Source | null> {
  const source = await openSource(path);
  if (source.audio && Decoder.knows(source.audio)) {
    source.video.discard = AVDISCARD_ALL;
    return source;
  }
  source.close();
  return null;
}

/** Whether MP4 can take it as it is: AAC that says apart what it is (without extradata it is ADTS). */
export function canStay({ codecpar }: Stream): boolean {
  return codecpar.codecId === AV_CODEC_ID_AAC && codecpar.extradataSize > 0;
}

export class Sound {
  readonly #source: Source;
  readonly #file: RenditionFile;
  readonly #start: number;
  /** When the pictures end; Infinity while that is not known. */
  #end: number;
  readonly #packet = new Packet();
  readonly #encoder: AacEncoder | null;
  readonly #tick: number;
  /** Rendition time up to which sound is written, seconds. */
  #written = 0;
  #ended = false;
  #closed = false;

  /**
   * Adds a stream of sound to a rendition that is not started yet.
   * @param source opened for the sound alone; closed at the end
   * @param span of the pictures; its end may be Infinity where the sound is copied as it is
   * @param isWhole whether the source's sound covers the span without holes: then AAC is copied as it is
   */
  constructor(source: Source, file: RenditionFile, span: Span, isWhole: boolean) {
    this.#source = source;
    this.#file = file;
    this.#start = span.start;
    this.#end = span.end;
    this.#packet.alloc();
    const stream = must(source.audio, 'sound is opened where there is some');
    this.#tick = stream.timeBase.num / stream.timeBase.den;
    if (isWhole && canStay(stream)) {
      this.#encoder = null;
      file.addAudio(stream.codecpar, { num: stream.timeBase.num, den: stream.timeBase.den });
      return;
    }
    const encoder = new AacEncoder(stream, span, (packet) =>
      this.#write(packet, Number(packet.pts), 1 / encoder.timebase.den),
    );
    this.#encoder = encoder;
    file.addAudio(encoder.context, encoder.timebase);
  }

  /** Writes the sound up to a time of the rendition, in seconds. */
  upTo(seconds: number): void {
    while (!this.#ended && this.#written < seconds) this.#step();
  }

  /** @param end when the pictures end, seconds of the source's clock, where that was not known before */
  finish(end = this.#end): void {
    this.#end = end;
    this.upTo(Infinity);
    this.abandon();
  }

  /** What it holds back is not wanted. */
  abandon(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#packet.free();
    this.#source.close();
  }

  #step(): void {
    const kind = this.#source.next(this.#packet);
    if (kind === null) {
      this.#stop();
    } else if (kind === 'audio') {
      if (this.#isAfterwards()) this.#stop();
      else if (this.#encoder) this.#encoder.push(this.#packet);
      else this.#copy();
    }
  }

  #stop(): void {
    this.#ended = true;
    this.#encoder?.finish();
  }

  /** Some recorders go on with the sound when the pictures have long ended. */
  #isAfterwards(): boolean {
    return (ticks(this.#packet.pts) ?? 0) * this.#tick > this.#end + AFTERWARDS_SECONDS;
  }

  #copy(): void {
    const pts = ticks(this.#packet.pts);
    if (pts === undefined) return;
    this.#write(this.#packet, pts - Math.round(this.#start / this.#tick), this.#tick);
    if (this.#written >= this.#end - this.#start) this.#ended = true;
  }

  #write(packet: Packet, pts: number, tick: number): void {
    const seconds = pts * tick;
    // Before the first picture nothing can be shown; the encoder's priming lies there too.
    if (seconds < 0 || seconds < this.#written - tick || seconds >= this.#end - this.#start) return;
    this.#file.writeAudio(packet, pts);
    this.#written = seconds + Math.max(1, Number(packet.duration)) * tick;
  }
}
