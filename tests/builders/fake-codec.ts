/**
 * WebCodecs without pictures, for tests in Node: a decoder for the samples of rendition-bytes.ts that keeps to the rules
 * of a real one (order, references, pictures held back, a pool that may be small), and a count of pictures that are open.
 */
import { vi } from 'vitest';

type Init = ConstructorParameters<typeof VideoDecoder>[0];

/** Number in a picture whose references were missing: what a real decoder would smear. */
export const SMEARED = -1;

export class FakeCodec {
  /** Pictures made and not closed yet. */
  open = 0;
  /** Pictures closed more than once. */
  closedTwice = 0;
  /** Samples decoded. */
  decoded = 0;
  /** Pictures a decoder holds back before the first comes out. */
  delay = 2;
  /** Decoders say when they have room for more; some browsers' do not. */
  saysRoom = true;
  /** A decoder stands still while so many of its pictures are open. */
  pool = Infinity;
  /** Frames that cannot be decoded: the decoder breaks down. */
  readonly poisoned = new Set<number>();
  /** Frames that a decoder loses without a word. */
  readonly swallowed = new Set<number>();
  readonly decoders: FakeDecoder[] = [];
  supported: (config: VideoDecoderConfig) => boolean = () => true;

  /** Puts it in the place of the browser's, until `vi.unstubAllGlobals`. */
  install(): void {
    const decoderOf = (init: Init) => new FakeDecoder(this, init);
    const isConfigSupported = (config: VideoDecoderConfig) =>
      Promise.resolve({ supported: this.supported(config), config });
    // A constructor that answers an object makes that object.
    const VideoDecoder = Object.assign(
      function (init: Init) {
        return decoderOf(init);
      },
      { isConfigSupported },
    );
    vi.stubGlobal('VideoDecoder', VideoDecoder);
    vi.stubGlobal('EncodedVideoChunk', FakeChunk);
    vi.stubGlobal('VideoFrame', FakeFrame);
  }

  /** As a browser takes an idle decoder away. */
  reclaim(): void {
    this.decoders.at(-1)?.break(new DOMException('Codec reclaimed due to inactivity.', 'QuotaExceededError'));
  }
}

class FakeChunk {
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
  readonly frame: number;
  readonly place: number;

  constructor({ type, timestamp, data }: { type: 'key' | 'delta'; timestamp: number; data: Uint8Array }) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.type = type;
    this.timestamp = timestamp;
    this.frame = Number(view.getBigUint64(0));
    this.place = Number(view.getBigUint64(8));
  }
}

/** A place in the decoder's pool; clones share it. */
type Place = { users: number; readonly free: () => void };
type FakeSource = {
  readonly timestamp: number;
  readonly number: number;
  readonly codec: FakeCodec;
  readonly place: Place;
};

export class FakeFrame {
  readonly timestamp: number;
  /** The number it "shows". */
  readonly number: number;
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly #codec: FakeCodec;
  readonly #place: Place;
  #closed = false;

  constructor(from: FakeFrame | FakeSource, init: VideoFrameInit = {}) {
    const { timestamp, number } = from;
    this.timestamp = timestamp;
    this.number = number;
    this.displayWidth = init.displayWidth ?? 64;
    this.displayHeight = init.displayHeight ?? 48;
    this.#codec = from instanceof FakeFrame ? from.#codec : from.codec;
    this.#place = from instanceof FakeFrame ? from.#place : from.place;
    this.#place.users++;
    this.#codec.open++;
  }

  clone(): FakeFrame {
    return new FakeFrame(this, { displayWidth: this.displayWidth, displayHeight: this.displayHeight });
  }

  close(): void {
    if (this.#closed) {
      this.#codec.closedTwice++;
      return;
    }
    this.#closed = true;
    this.#codec.open--;
    if (--this.#place.users === 0) this.#place.free();
  }
}

type Work =
  { readonly chunk: FakeChunk } | { readonly flushed: () => void; readonly failed: (why: unknown) => void };

class FakeDecoder extends EventTarget {
  state: CodecState = 'unconfigured';
  readonly #codec: FakeCodec;
  readonly #init: Init;
  #work: Work[] = [];
  #held: { readonly timestamp: number; readonly number: number }[] = [];
  #last = Number.NaN;
  #needsKey = true;
  #busy = false;
  /** Its own pictures that are open. */
  #out = 0;

  constructor(codec: FakeCodec, init: Init) {
    super();
    this.#codec = codec;
    this.#init = init;
    codec.decoders.push(this);
  }

  get decodeQueueSize(): number {
    return this.#work.filter((work) => 'chunk' in work).length;
  }

  configure(): void {
    this.state = 'configured';
  }

  decode(chunk: FakeChunk): void {
    if (this.state !== 'configured') throw new DOMException('It is closed.', 'InvalidStateError');
    if (this.#needsKey && chunk.type !== 'key') throw new DOMException('A key is needed.', 'DataError');
    this.#needsKey = false;
    this.#work.push({ chunk });
    this.#next();
  }

  flush(): Promise<void> {
    this.#needsKey = true;
    return new Promise((flushed, failed) => {
      this.#work.push({ flushed, failed });
      this.#next();
    });
  }

  close(): void {
    this.state = 'closed';
    const waiting = this.#work;
    this.#work = [];
    for (const work of waiting) if ('failed' in work) work.failed(new DOMException('Closed.', 'AbortError'));
  }

  break(error: DOMException): void {
    if (this.state === 'closed') return;
    this.close();
    this.#init.error(error);
  }

  #next(): void {
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => {
      this.#busy = false;
      this.#turn();
    });
  }

  #turn(): void {
    const [work] = this.#work;
    if (!work || this.state === 'closed') return;
    if ('chunk' in work) {
      if (this.#out >= this.#codec.pool) return; // until one is closed
      this.#work.shift();
      if (!this.#decode(work.chunk)) return;
      if (this.#codec.saysRoom) this.dispatchEvent(new Event('dequeue'));
    } else if (!this.#put(0)) return;
    else {
      this.#work.shift();
      work.flushed();
    }
    this.#next();
  }

  #decode({ type, timestamp, frame, place }: FakeChunk): boolean {
    if (this.#codec.poisoned.has(frame)) {
      this.break(new DOMException('Decoding error.', 'EncodingError'));
      return false;
    }
    const whole = type === 'key' || place === this.#last + 1;
    this.#last = whole ? place : Number.NaN;
    this.#codec.decoded++;
    if (!this.#codec.swallowed.has(frame)) this.#held.push({ timestamp, number: whole ? frame : SMEARED });
    this.#put(this.#codec.delay);
    return true;
  }

  /** Puts out all but so many, in the order they are shown; false where the pool is empty. */
  #put(keep: number): boolean {
    this.#held.sort((a, b) => a.timestamp - b.timestamp);
    while (this.#held.length > keep) {
      if (this.#out >= this.#codec.pool) return false;
      const { timestamp, number } = this.#held.shift()!;
      this.#out++;
      const free = () => {
        this.#out--;
        this.#next();
      };
      const frame = new FakeFrame({ timestamp, number, codec: this.#codec, place: { users: 0, free } });
      this.#init.output(frame as unknown as VideoFrame);
    }
    return true;
  }
}
