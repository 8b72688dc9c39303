/**
 * A rendition made to order, byte by byte: a fragmented MP4 with the writer's table at its end, as ISO/IEC 14496-12 has
 * it and as the ingest leaves it. The "picture" in each sample is its frame number, for the decoder of fake-codec.ts.
 */
import { FrameIndex } from '#lib/model/frame-index.ts';

export type RenditionPlan = {
  /** For each fragment its frames, in the order they are decoded; the first is a sync sample. */
  readonly fragments: readonly (readonly number[])[];
  /** When each frame is shown, in ticks from frame 0. */
  readonly times: readonly number[];
  /** Ticks per second. */
  readonly timescale?: number;
  /** Time of frame 0 in the file: what reordering needs. */
  readonly delay?: number;
  /** Of the pictures; 64 × 48 when left out. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly style?: Style;
};

/** Ways in which fragments may say the same. */
export type Style = {
  /** Offsets of presentation are signed. */
  readonly signed?: boolean;
  /** Sizes stand in the run for each sample, not once for all. */
  readonly wide?: boolean;
  /** A run for each sample. */
  readonly runs?: boolean;
  /** A stream of sound beside the pictures, in the same fragments. */
  readonly sound?: boolean;
  /** Places count from the start of the file, not of the fragment. */
  readonly absolute?: boolean;
};

/** A frame number and the sample's place in the order of decoding. */
const SAMPLE_BYTES = 16;
const VIDEO = 2;
const SOUND = 7;

export function renditionBytes(plan: RenditionPlan): Uint8Array<ArrayBuffer> {
  const { style = {}, times, delay = 0 } = plan;
  const head = [
    box('ftyp', text('iso5'), u32(0)),
    box('moov', box('mvhd', zeros(100)), ...tracks(plan), mvex(style)),
  ];
  const parts: Uint8Array[] = [...head];
  let at = head.reduce((sum, { length }) => sum + length, 0);
  const entries: Uint8Array[] = [];
  let count = 0;
  for (const frames of plan.fragments) {
    const bytes = fragment(plan, frames, count, at);
    entries.push(u64((times[frames[0] ?? 0] ?? 0) + delay), u64(at), Uint8Array.of(1, 1, 1));
    parts.push(bytes);
    at += bytes.length;
    count += frames.length;
  }
  const sound = style.sound ? [box('tfra', u32(0x01000000), u32(SOUND), u32(0), u32(0))] : [];
  const tfra = box('tfra', u32(0x01000000), u32(VIDEO), u32(0), u32(plan.fragments.length), ...entries);
  const size = 8 + tfra.length + (sound[0]?.length ?? 0) + 16;
  parts.push(box('mfra', ...sound, tfra, box('mfro', u32(0), u32(size))));
  return join(parts);
}

export function indexOf({ times, timescale = 1000 }: RenditionPlan): FrameIndex {
  return new FrameIndex({ num: 1, den: timescale }, Float64Array.from(times), 1);
}

/** @param count samples before it · @param at its place in the file */
function fragment(plan: RenditionPlan, frames: readonly number[], count: number, at: number): Uint8Array {
  const { times, delay = 0, style = {} } = plan;
  // Decode times: its own presentation times in ascending order, as they ascend, too.
  const ordered = frames.map((frame) => times[frame] ?? 0).sort((a, b) => a - b);
  const samples = frames.map((frame, n) => {
    const dts = ordered[n] ?? 0;
    const next = ordered[n + 1] ?? times[Math.max(...frames) + 1] ?? dts + 1;
    return { duration: next - dts, offset: (times[frame] ?? 0) + delay - dts };
  });
  const build = (dataAt: number) => {
    const base = style.absolute ? u64(at) : zeros(0);
    const flags = (style.absolute ? 0x1 : 0x020000) | (style.wide ? 0 : 0x10);
    const tfhd = box('tfhd', u32(flags), u32(VIDEO), base, style.wide ? zeros(0) : u32(SAMPLE_BYTES));
    const tfdt = box('tfdt', u32(0x01000000), u64(ordered[0] ?? 0));
    const runs = style.runs ? samples.map((sample) => [sample]) : [samples];
    const truns = runs.map((run, n) => trun(run, style, n === 0 ? dataAt : null));
    return box('moof', box('mfhd', u32(0), u32(1)), ...soundPart(style), box('traf', tfhd, tfdt, ...truns));
  };
  const moof = build(build(0).length + 8);
  return join([moof, box('mdat', ...frames.map((frame, n) => join([u64(frame), u64(count + n)])))]);
}

function soundPart({ sound }: Style): Uint8Array[] {
  if (!sound) return [];
  const tfhd = box('tfhd', u32(0x020000), u32(SOUND));
  return [box('traf', tfhd, box('tfdt', u32(0), u32(0)), box('trun', u32(0), u32(0)))];
}

type RunSample = { readonly duration: number; readonly offset: number };

function trun(run: readonly RunSample[], style: Style, dataAt: number | null): Uint8Array {
  const isFirst = dataAt !== null;
  const flags = (isFirst ? 0x1 | 0x4 : 0) | 0x100 | 0x800 | (style.wide ? 0x200 : 0);
  return box(
    'trun',
    u32((style.signed ? 0x01000000 : 0) | flags),
    u32(run.length),
    ...(dataAt === null ? [] : [u32(dataAt), u32(0x02000000)]),
    ...run.flatMap(({ duration, offset }) => [
      u32(duration),
      ...(style.wide ? [u32(SAMPLE_BYTES)] : []),
      u32(offset),
    ]),
  );
}

function tracks({
  timescale = 1000,
  size = { width: 64, height: 48 },
  style = {},
}: RenditionPlan): Uint8Array[] {
  const video = trak(VIDEO, 'vide', timescale, visual(size));
  return style.sound ? [trak(SOUND, 'soun', 48_000, box('mp4a', zeros(28))), video] : [video];
}

function trak(id: number, handler: string, timescale: number, entry: Uint8Array): Uint8Array {
  return box(
    'trak',
    box('tkhd', u32(0), u32(0), u32(0), u32(id), zeros(68)),
    box(
      'mdia',
      box('mdhd', u32(0), u32(0), u32(0), u32(timescale), u32(0), u32(0)),
      box('hdlr', u32(0), u32(0), text(handler), zeros(13)),
      box('minf', box('stbl', box('stsd', u32(0), u32(1), entry))),
    ),
  );
}

function visual({ width, height }: { width: number; height: number }): Uint8Array {
  const fixed = zeros(78);
  new DataView(fixed.buffer).setUint16(24, width);
  new DataView(fixed.buffer).setUint16(26, height);
  const colors = box('colr', text('nclx'), Uint8Array.of(0, 1, 0, 13, 0, 6, 0x80));
  return box('avc1', fixed, box('avcC', Uint8Array.of(1, 0x64, 0, 0x1f, 0xff)), colors);
}

function mvex(style: Style): Uint8Array {
  const trex = (id: number, size: number) =>
    box('trex', u32(0), u32(id), u32(1), u32(0), u32(size), u32(0x01010000));
  return box('mvex', ...(style.sound ? [trex(SOUND, 0)] : []), trex(VIDEO, 0));
}

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = join(parts);
  return join([u32(body.length + 8), text(type), body]);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
}

function u64(value: number): Uint8Array {
  return join([u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32)]);
}

const zeros = (count: number) => new Uint8Array(count);
const text = (value: string) => Uint8Array.from(value, (char) => char.charCodeAt(0));
