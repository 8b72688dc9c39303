/** What the head of a rendition says: how its pictures are encoded, and what its fragments leave unsaid. */
import { boxAt, boxes, Bytes, inside, needed, type Box } from './boxes.ts';
import { colorSpaceOf } from './color-space.ts';
import { Unfit } from './unfit.ts';

/** Duration, size and flags of samples whose fragment does not give them. */
export type SampleDefaults = { readonly duration: number; readonly size: number; readonly flags: number };

export type Head = {
  /** Number of the stream of pictures. */
  readonly track: number;
  /** Its ticks per second. */
  readonly timescale: number;
  /** As WebCodecs names it. */
  readonly codec: string;
  /** What a decoder must know before the first picture. */
  readonly description: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly colorSpace: VideoColorSpaceInit | null;
  readonly defaults: SampleDefaults;
};

/** Fixed fields of a picture stream's description, before its boxes. */
const VISUAL_BYTES = 78;

/** Bytes that the head takes, from the start of the file; null while those here do not say. */
export function headBytes(start: Uint8Array): number | null {
  const bytes = new Bytes(start);
  for (let at = 0; at + 16 <= bytes.length;) {
    const { type, end } = boxAt(bytes, at);
    if (type === 'moov') return end;
    if (type === 'moof' || type === 'mdat') throw new Unfit('The file does not begin with its head.');
    at = end;
  }
  return null;
}

/** @param start the file from its first byte, the whole head among it */
export function readHead(start: Uint8Array<ArrayBuffer>): Head {
  const bytes = new Bytes(start);
  const end = headBytes(start);
  if (end === null || end > bytes.length) throw new Unfit('The head is cut short.');
  const moov = needed(bytes, { body: 0, end }, 'moov');
  for (const trak of boxes(bytes, moov.body, moov.end)) {
    if (trak.type !== 'trak') continue;
    const handler = needed(bytes, trak, 'mdia', 'hdlr');
    if (bytes.text(handler.body + 8) !== 'vide') continue;
    const header = needed(bytes, trak, 'tkhd');
    const track = bytes.u32(header.body + (bytes.u8(header.body) === 1 ? 20 : 12));
    const clock = needed(bytes, trak, 'mdia', 'mdhd');
    const timescale = bytes.u32(clock.body + (bytes.u8(clock.body) === 1 ? 20 : 12));
    const descriptions = needed(bytes, trak, 'mdia', 'minf', 'stbl', 'stsd');
    const entry = boxAt(bytes, descriptions.body + 8);
    return { track, timescale, ...encoding(start, bytes, entry), defaults: defaultsOf(bytes, moov, track) };
  }
  throw new Unfit('There is no stream of pictures.');
}

function encoding(
  file: Uint8Array<ArrayBuffer>,
  bytes: Bytes,
  entry: Box,
): Pick<Head, 'codec' | 'description' | 'width' | 'height' | 'colorSpace'> {
  if (entry.type !== 'avc1' && entry.type !== 'avc3') throw new Unfit(`Pictures of kind ${entry.type}.`);
  const within = { body: entry.body + VISUAL_BYTES, end: entry.end };
  const config = needed(bytes, within, 'avcC');
  const hex = (at: number) =>
    bytes
      .u8(config.body + at)
      .toString(16)
      .padStart(2, '0');
  const colors = inside(bytes, within, 'colr');
  return {
    codec: `${entry.type}.${hex(1)}${hex(2)}${hex(3)}`,
    description: file.slice(config.body, config.end),
    width: bytes.u16(entry.body + 24),
    height: bytes.u16(entry.body + 26),
    colorSpace: colors ? colorSpaceOf(bytes, colors.body) : null,
  };
}

function defaultsOf(bytes: Bytes, moov: Box, track: number): SampleDefaults {
  const mvex = inside(bytes, moov, 'mvex');
  if (mvex) {
    for (const { type, body } of boxes(bytes, mvex.body, mvex.end)) {
      if (type === 'trex' && bytes.u32(body + 4) === track)
        return { duration: bytes.u32(body + 12), size: bytes.u32(body + 16), flags: bytes.u32(body + 20) };
    }
  }
  return { duration: 0, size: 0, flags: 0 };
}
