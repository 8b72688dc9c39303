/**
 * What lies in a fragmented MP4, read from its own boxes (ISO/IEC 14496-12): where each fragment is, and when each
 * picture is decoded and shown. Deliberately not through the library that wrote it.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { must } from '#lib/model/problem.ts';

/** A sample: times in ticks of its track. */
export type Sample = {
  /** Bytes of the file. */
  readonly offset: number;
  readonly bytes: number;
  readonly dts: number;
  readonly pts: number;
  readonly duration: number;
  readonly isSync: boolean;
};

/** One `moof` with its `mdat`: bytes of the file, and the pictures in it. */
export type Fragment = {
  readonly offset: number;
  readonly bytes: number;
  readonly samples: readonly Sample[];
};

export type FragmentedMp4 = {
  /** Bytes of the head (`ftyp` and `moov`), from the start of the file. */
  readonly headBytes: number;
  /** Ticks per second of the pictures. */
  readonly timescale: number;
  readonly fragments: readonly Fragment[];
  /** Seconds at which the sound of the first fragment starts; null where there is none. */
  readonly audioStart: number | null;
  /** The writer's own table at the end: when the sync sample of each fragment is shown, and where the fragment lies. */
  readonly table: readonly TableEntry[];
};

/** Time in ticks of the pictures, place in bytes of the file. */
export type TableEntry = { readonly pts: number; readonly offset: number };

/** No box that is read into memory is larger: a `moof` holds a few bytes a picture. */
const MAX_BOX = 64 * 1024 * 1024;

type Box = { readonly type: string; readonly start: number; readonly end: number; readonly body: number };
type Head = { readonly timescale: number; readonly handler: string };

/** Reads the file's structure. Throws where it is not what our writer makes: that is our bug. */
export function readFragments(path: string): FragmentedMp4 {
  const reader = new FragmentReader(path);
  try {
    reader.more();
    return must(reader.found, 'the rendition has a moov');
  } finally {
    reader.close();
  }
}

/** Reads a file that may still grow, box by box: only what is there whole. */
export class FragmentReader {
  readonly #file: number;
  readonly #fragments: Fragment[] = [];
  #at = 0;
  #head: (Pick<FragmentedMp4, 'headBytes' | 'timescale'> & { readonly tracks: Map<number, Head> }) | null =
    null;
  #videoId = 0;
  /** A `moof` that waits for its bytes. */
  #waiting: { readonly start: number; readonly runs: ReadonlyMap<number, Sample[]> } | null = null;
  #audioStart: number | null = null;
  #table: TableEntry[] = [];

  constructor(path: string) {
    this.#file = openSync(path, 'r');
  }

  /** What has been read up to now; null before the head. Fragments are added to the same list. */
  get found(): FragmentedMp4 | null {
    if (!this.#head) return null;
    const { headBytes, timescale } = this.#head;
    return {
      headBytes,
      timescale,
      fragments: this.#fragments,
      audioStart: this.#audioStart,
      table: this.#table,
    };
  }

  /** Reads on to the end of what is there. */
  more(): void {
    const { size } = fstatSync(this.#file);
    for (;;) {
      const box = boxIn(this.#file, this.#at);
      if (!box || box.end > size) return;
      this.#take(box);
      this.#at = box.end;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #take(box: Box): void {
    if (this.#waiting) this.#end(box.end);
    if (box.type === 'moov') this.#begin(box);
    else if (box.type === 'moof')
      this.#waiting = { start: box.start, runs: readMoof(readBox(this.#file, box), box.start) };
    else if (box.type === 'mfra') this.#table = readTable(readBox(this.#file, box), this.#videoId);
  }

  #begin(box: Box): void {
    const tracks = readTracks(readBox(this.#file, box));
    const [id, { timescale }] = must(
      [...tracks].find(([, head]) => head.handler === 'vide'),
      'the rendition has pictures',
    );
    this.#videoId = id;
    this.#head = { headBytes: box.end, timescale, tracks };
  }

  /** A `moof` and what follows it are a fragment. */
  #end(end: number): void {
    const { start, runs } = must(this.#waiting, 'a fragment has begun');
    const tracks = must(this.#head, 'the head comes before the pictures').tracks;
    this.#waiting = null;
    this.#fragments.push({ offset: start, bytes: end - start, samples: runs.get(this.#videoId) ?? [] });
    const audio = [...tracks].find(([, head]) => head.handler === 'soun');
    const sound = audio && this.#audioStart === null ? runs.get(audio[0])?.[0] : undefined;
    if (audio && sound) this.#audioStart = sound.dts / audio[1].timescale;
  }
}

/** The box that begins at a byte; null where the file ends. */
function boxIn(file: number, start: number): Box | null {
  const head = Buffer.alloc(16);
  const got = readSync(file, head, 0, 16, start);
  if (got < 8) return null;
  const short = head.readUInt32BE(0);
  const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
  if (size < 8) throw new Error(`A box of ${size} bytes at ${start}.`);
  return { type: head.toString('latin1', 4, 8), start, end: start + size, body: short === 1 ? 16 : 8 };
}

function readBox(file: number, { start, end, body }: Box): Buffer {
  const bytes = end - start - body;
  if (bytes > MAX_BOX) throw new Error(`A box of ${bytes} bytes.`);
  const buffer = Buffer.alloc(bytes);
  if (readSync(file, buffer, 0, bytes, start + body) !== bytes) throw new Error('A box is cut short.');
  return buffer;
}

function* children(buffer: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = 0; at + 8 <= buffer.length;) {
    const size = buffer.readUInt32BE(at);
    if (size < 8 || at + size > buffer.length) throw new Error(`A box of ${size} bytes.`);
    yield { type: buffer.toString('latin1', at + 4, at + 8), body: buffer.subarray(at + 8, at + size) };
    at += size;
  }
}

function child(buffer: Buffer, type: string): Buffer {
  for (const box of children(buffer)) if (box.type === type) return box.body;
  throw new Error(`There is no ${type} box.`);
}

function readTracks(moov: Buffer): Map<number, Head> {
  const tracks = new Map<number, Head>();
  for (const { type, body } of children(moov)) {
    if (type !== 'trak') continue;
    const header = child(body, 'tkhd');
    const id = header.readUInt32BE(header[0] === 1 ? 20 : 12);
    const media = child(body, 'mdia');
    const mdhd = child(media, 'mdhd');
    tracks.set(id, {
      timescale: mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12),
      handler: child(media, 'hdlr').toString('latin1', 8, 12),
    });
  }
  return tracks;
}

/** The entries of one track. */
function readTable(mfra: Buffer, track: number): TableEntry[] {
  const entries: TableEntry[] = [];
  for (const { type, body } of children(mfra)) {
    if (type !== 'tfra' || body.readUInt32BE(4) !== track) continue;
    const wide = body[0] === 1;
    const sizes = body.readUInt32BE(8);
    const numbers = [sizes >> 4, sizes >> 2, sizes].reduce((sum, one) => sum + (one & 3) + 1, 0);
    let at = 16;
    const next = () => {
      at += wide ? 8 : 4;
      return wide ? Number(body.readBigUInt64BE(at - 8)) : body.readUInt32BE(at - 4);
    };
    for (let n = body.readUInt32BE(12); n > 0; n--) {
      entries.push({ pts: next(), offset: next() });
      at += numbers;
    }
  }
  return entries;
}

/** Samples of each track in a `moof` that begins at a byte of the file. */
function readMoof(moof: Buffer, start: number): Map<number, Sample[]> {
  const tracks = new Map<number, Sample[]>();
  for (const { type, body } of children(moof)) {
    if (type !== 'traf') continue;
    const header = readTfhd(child(body, 'tfhd'));
    const tfdt = child(body, 'tfdt');
    let dts = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
    const samples = tracks.get(header.track) ?? [];
    for (const box of children(body)) {
      if (box.type === 'trun') dts = readTrun(box.body, header, { offset: start, dts }, samples);
    }
    tracks.set(header.track, samples);
  }
  return tracks;
}

type Tfhd = {
  readonly track: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
};

function readTfhd(body: Buffer): Tfhd {
  const flags = body.readUInt32BE(0) & 0xffffff;
  let at = 8;
  const next = (present: number, bytes = 4) => {
    if (!(flags & present)) return 0;
    at += bytes;
    return body.readUInt32BE(at - 4);
  };
  next(0x1, 8); // base data offset
  next(0x2); // sample description
  const duration = next(0x8);
  const size = next(0x10);
  return { track: body.readUInt32BE(4), duration, size, flags: next(0x20) };
}

/** Appends the samples of a run, whose offsets count from the moof's; answers the decode time after it. */
function readTrun(
  body: Buffer,
  header: Tfhd,
  from: { readonly offset: number; readonly dts: number },
  samples: Sample[],
): number {
  const flags = body.readUInt32BE(0) & 0xffffff;
  const count = body.readUInt32BE(4);
  let at = 8;
  const next = (present: number) => {
    if (!(flags & present)) return undefined;
    at += 4;
    return at - 4;
  };
  const dataAt = next(0x1);
  const firstAt = next(0x4);
  let offset = from.offset + (dataAt === undefined ? 0 : body.readInt32BE(dataAt));
  let dts = from.dts;
  for (let n = 0; n < count; n++) {
    const durationAt = next(0x100);
    const sizeAt = next(0x200);
    const flagsAt = n === 0 && firstAt !== undefined ? (next(0x400), firstAt) : next(0x400);
    const shiftAt = next(0x800);
    const duration = durationAt === undefined ? header.duration : body.readUInt32BE(durationAt);
    const bytes = sizeAt === undefined ? header.size : body.readUInt32BE(sizeAt);
    // Signed in version 1; our writer's version 0 holds none that differ.
    const shift = shiftAt === undefined ? 0 : body.readInt32BE(shiftAt);
    const sampleFlags = flagsAt === undefined ? header.flags : body.readUInt32BE(flagsAt);
    samples.push({ offset, bytes, dts, pts: dts + shift, duration, isSync: (sampleFlags & 0x10000) === 0 });
    dts += duration;
    offset += bytes;
  }
  return dts;
}
