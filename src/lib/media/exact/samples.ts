/** The encoded pictures in a piece of a rendition, each with the frame that it is. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';
import { boxes, Bytes, needed, type Box } from './boxes.ts';
import type { Head } from './head.ts';
import type { Piece } from './piece-table.ts';
import { Unfit } from './unfit.ts';

export type Sample = {
  readonly frame: Frame;
  /** Decoding may begin here. */
  readonly isSync: boolean;
  /** Microseconds from frame 0: what the decoder gives back with the picture. */
  readonly timestamp: number;
  readonly data: Uint8Array;
};

/** What numbers the pictures of a rendition. */
export type Numbering = { readonly head: Head; readonly firstPts: number; readonly index: FrameIndex };

/**
 * The samples of a piece, in the order they are decoded. `Unfit` unless they are exactly its frames, each once, and no
 * two have the same timestamp: then a picture's timestamp is its frame.
 */
export function readSamples(file: Uint8Array, piece: Piece, { head, firstPts, index }: Numbering): Sample[] {
  const bytes = new Bytes(file);
  const raw: Raw[] = [];
  for (const box of boxes(bytes, 0, bytes.length))
    if (box.type === 'moof') readMoof(bytes, box, head, piece, raw);
  const frames = new Set<number>();
  const timestamps = new Set<number>();
  const samples = raw.map(({ pts, isSync, start, size }) => {
    const ticks = pts - firstPts;
    const frame = index.nearest((ticks * 1000) / head.timescale);
    const timestamp = Math.round((ticks * 1e6) / head.timescale);
    if (start < 0 || start + size > bytes.length)
      throw new Unfit(`Frame ${frame} lies outside of its piece.`);
    if (frame >= piece.first && frame < piece.end) frames.add(frame);
    timestamps.add(timestamp);
    return { frame, isSync, timestamp, data: file.subarray(start, start + size) };
  });
  const count = piece.end - piece.first;
  if (frames.size !== count || samples.length !== count || timestamps.size !== count || !samples[0]?.isSync)
    throw new Unfit(
      `The piece at ${piece.start} does not hold the frames ${piece.first} to ${piece.end - 1}.`,
    );
  return samples;
}

/** `start` counts from the first byte of the piece. */
type Raw = { readonly pts: number; readonly isSync: boolean; readonly start: number; readonly size: number };

function readMoof(bytes: Bytes, moof: Box, head: Head, piece: Piece, samples: Raw[]): void {
  for (const traf of boxes(bytes, moof.body, moof.end)) {
    if (traf.type !== 'traf') continue;
    const header = readTfhd(bytes, needed(bytes, traf, 'tfhd'), head);
    if (header.track !== head.track) continue;
    const clock = needed(bytes, traf, 'tfdt');
    let place = {
      dts: bytes.u8(clock.body) === 1 ? bytes.u64(clock.body + 4) : bytes.u32(clock.body + 4),
      at: header.base === null ? moof.start : header.base - piece.start,
    };
    const run = { ...header, base: place.at };
    for (const box of boxes(bytes, traf.body, traf.end)) {
      if (box.type === 'trun') place = readTrun(bytes, box, run, place, samples);
    }
  }
}

type Defaults = Head['defaults'] & { readonly track: number; readonly base: number | null };

function readTfhd(bytes: Bytes, { body }: Box, { defaults }: Head): Defaults {
  const flags = bytes.u32(body) & 0xffffff;
  const track = bytes.u32(body + 4);
  let at = body + 8;
  const base = flags & 0x1 ? bytes.u64(at) : null;
  at += (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0);
  const next = (present: number, otherwise: number) => {
    if (!(flags & present)) return otherwise;
    at += 4;
    return bytes.u32(at - 4);
  };
  const duration = next(0x8, defaults.duration);
  const size = next(0x10, defaults.size);
  return { track, base, duration, size, flags: next(0x20, defaults.flags) };
}

type Place = { readonly dts: number; readonly at: number };

/** Appends the samples of a run; answers where the next one goes on. */
function readTrun(
  bytes: Bytes,
  { body }: Box,
  defaults: Head['defaults'] & { readonly base: number },
  { dts: startDts, at: startAt }: Place,
  samples: Raw[],
): Place {
  const version = bytes.u8(body);
  const flags = bytes.u32(body) & 0xffffff;
  const count = bytes.u32(body + 4);
  let at = body + 8;
  const next = (present: number) => {
    if (!(flags & present)) return undefined;
    at += 4;
    return at - 4;
  };
  const number = (present: number, otherwise: number) => {
    const place = next(present);
    return place === undefined ? otherwise : bytes.u32(place);
  };
  const offsetAt = next(0x1);
  let start = offsetAt === undefined ? startAt : defaults.base + bytes.i32(offsetAt);
  const firstFlags = number(0x4, defaults.flags);
  let dts = startDts;
  for (let n = 0; n < count; n++) {
    const duration = number(0x100, defaults.duration);
    const size = number(0x200, defaults.size);
    const own = number(0x400, n === 0 ? firstFlags : defaults.flags);
    const delayAt = next(0x800);
    const delay = delayAt === undefined ? 0 : version === 0 ? bytes.u32(delayAt) : bytes.i32(delayAt);
    samples.push({ pts: dts + delay, isSync: (own & 0x10000) === 0, start, size });
    dts += duration;
    start += size;
  }
  return { dts, at: start };
}
