/**
 * A `VideoDecoder` that says which frame each of its pictures is. Samples go in by runs: a run begins at a sync sample,
 * and `drain` ends it by pressing out what the decoder still holds. The decoder is kept from run to run.
 */
import { assert } from '#lib/model/problem.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Sample } from './samples.ts';

/**
 * `reclaimed`: the browser has taken it away, as it does with idle ones; the next sample gets a new one ·
 * `broken`: it cannot decode what it was given, or was taken away before it gave anything.
 */
export type Breakdown = 'reclaimed' | 'broken';

export type DecoderEvents = {
  /** Owns the picture it gets, and closes it. */
  picture(frame: Frame, image: VideoFrame): void;
  /** There is room for more samples. */
  room(): void;
  /** Frames that went in and never came out. */
  lost(frames: readonly Frame[]): void;
  /** @param frame the first one that went in and had not come out */
  broke(how: Breakdown, frame: Frame | null): void;
};

/**
 * Samples that wait in the decoder: enough that it never idles, and where nobody waits for their pictures fewer, so that
 * a jump need not wait for long.
 */
const QUEUE = { awaited: 4, ahead: 2 };

type Fed = { readonly frame: Frame; readonly run: number };

export class PictureDecoder {
  readonly #config: VideoDecoderConfig;
  readonly #tell: DecoderEvents;
  readonly #fed = new Map<number, Fed>();
  #decoder: VideoDecoder | null = null;
  #run = 0;
  #needsSync = true;
  #drains = 0;
  #progress = 0;
  /** The present decoder has given a picture. */
  #hasGiven = false;
  #ended = false;

  constructor(config: VideoDecoderConfig, tell: DecoderEvents) {
    this.#config = config;
    this.#tell = tell;
  }

  /** Whether there is room for samples whose pictures are waited for, or are made ready ahead. */
  hasRoom(what: keyof typeof QUEUE): boolean {
    return !this.#ended && (this.#decoder?.decodeQueueSize ?? 0) < QUEUE[what];
  }

  /** It has something to do. What it holds back until more comes is nothing to do. */
  get isBusy(): boolean {
    return this.#drains > 0 || (this.#decoder?.decodeQueueSize ?? 0) > 0;
  }

  /** Grows with everything that the decoder does. */
  get progress(): number {
    return this.#progress;
  }

  /** Whether a frame has gone in and not come out yet. */
  isUnderWay(frame: number): boolean {
    for (const fed of this.#fed.values()) if (fed.frame === frame) return true;
    return false;
  }

  feed(sample: Sample): void {
    assert(!this.#needsSync || sample.isSync, 'a run begins at a sync sample');
    this.#decoder ??= this.#open();
    if (this.#needsSync) {
      this.#run++;
      this.#needsSync = false;
    }
    const { frame, timestamp, data, isSync } = sample;
    this.#fed.set(timestamp, { frame, run: this.#run });
    try {
      this.#decoder.decode(new EncodedVideoChunk({ type: isSync ? 'key' : 'delta', timestamp, data }));
    } catch (error) {
      this.#failed(this.#decoder, error);
    }
  }

  /** Ends the run. What it still holds comes out soon; the next sample must be a sync sample. */
  drain(): void {
    if (this.#needsSync) return;
    this.#needsSync = true;
    const decoder = this.#decoder;
    if (!decoder) return;
    const run = this.#run;
    this.#drains++;
    decoder.flush().then(
      () => this.#drained(decoder, run),
      () => undefined, // it broke down, and has said so
    );
  }

  /** Forgets all that went in. */
  reset(): void {
    const decoder = this.#decoder;
    this.#decoder = null;
    this.#fed.clear();
    this.#needsSync = true;
    this.#drains = 0;
    if (decoder && decoder.state !== 'closed') decoder.close();
  }

  /** Lets go of the decoder for good. */
  end(): void {
    this.#ended = true;
    this.reset();
  }

  #open(): VideoDecoder {
    this.#hasGiven = false;
    const decoder = new VideoDecoder({
      output: (image) => this.#put(decoder, image),
      error: (error) => this.#failed(decoder, error),
    });
    decoder.configure(this.#config);
    decoder.addEventListener('dequeue', () => {
      this.#progress++;
      if (decoder === this.#decoder) this.#tell.room();
    });
    return decoder;
  }

  #put(decoder: VideoDecoder, image: VideoFrame): void {
    const fed = this.#fed.get(image.timestamp);
    if (decoder !== this.#decoder || !fed) {
      image.close(); // asked for twice, or by nobody any more
      return;
    }
    this.#progress++;
    this.#hasGiven = true;
    this.#fed.delete(image.timestamp);
    this.#tell.picture(fed.frame, image);
  }

  #drained(decoder: VideoDecoder, run: number): void {
    if (decoder !== this.#decoder) return;
    this.#drains--;
    this.#progress++;
    const lost: Frame[] = [];
    for (const [timestamp, fed] of this.#fed) {
      if (fed.run > run) continue;
      lost.push(fed.frame);
      this.#fed.delete(timestamp);
    }
    if (lost.length > 0) this.#tell.lost(lost);
    else this.#tell.room();
  }

  #failed(decoder: VideoDecoder, error: unknown): void {
    if (decoder !== this.#decoder) return;
    if (!(error instanceof DOMException)) throw error;
    const [first] = this.#fed.values();
    this.reset();
    const isReclaimed = error.name === 'QuotaExceededError' && this.#hasGiven;
    this.#tell.broke(isReclaimed ? 'reclaimed' : 'broken', first?.frame ?? null);
  }
}
