/**
 * Where in a rendition which frames lie: its pieces, each one or more whole groups of pictures, from a sync sample to
 * the next. Read from the table that the writer leaves at the end of the file (`mfra`): it gives the place and the
 * presentation time of each sync sample, and the frame index says which frame that is.
 */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Frame } from '#lib/model/time.ts';
import { boxAt, boxes, Bytes, type Box } from './boxes.ts';
import type { Head } from './head.ts';
import { Unfit } from './unfit.ts';

/** Groups are joined up to so many frames: where every picture is a sync sample, each would be a request of its own. */
const MIN_FRAMES = 12;
/** `mfro`, the last box of a file, says how long the table is. */
const TAIL_BYTES = 16;

/** Frames `[first, end)` in the bytes `[start, stop)` of the file. */
export type Piece = {
  readonly first: number;
  readonly end: number;
  readonly start: number;
  readonly stop: number;
};

export type PieceTable = {
  readonly pieces: readonly Piece[];
  /** Presentation time of frame 0, in ticks of the rendition. */
  readonly firstPts: number;
};

/** Bytes of the table at the end of a file, from its last bytes. */
export function tableBytes(tail: Uint8Array): number {
  const bytes = new Bytes(tail);
  const at = bytes.length - TAIL_BYTES;
  if (at < 0 || bytes.text(at + 4) !== 'mfro') throw new Unfit('There is no table at the end of the file.');
  return bytes.u32(at + 12);
}

/**
 * @param table the last bytes of the file, as many as `tableBytes` says
 * @param fileBytes size of the whole file
 */
export function readPieces(table: Uint8Array, fileBytes: number, head: Head, index: FrameIndex): PieceTable {
  const bytes = new Bytes(table);
  const mfra = boxAt(bytes, 0);
  if (mfra.type !== 'mfra' || mfra.end !== bytes.length) throw new Unfit('The table is no table.');
  for (const box of boxes(bytes, mfra.body, mfra.end)) {
    if (box.type !== 'tfra' || bytes.u32(box.body + 4) !== head.track) continue;
    const syncs = readSyncs(bytes, box);
    const firstPts = syncs[0]?.pts ?? 0;
    const groups = syncs.map(({ pts, offset }) => ({
      offset,
      frame: index.nearest(((pts - firstPts) * 1000) / head.timescale),
    }));
    return { pieces: join(groups, index.count, fileBytes - bytes.length), firstPts };
  }
  throw new Unfit('The table does not know the pictures.');
}

type Sync = { readonly pts: number; readonly offset: number };

function readSyncs(bytes: Bytes, { body, end }: Box): Sync[] {
  const wide = bytes.u8(body) === 1;
  const lengths = bytes.u32(body + 8);
  const count = bytes.u32(body + 12);
  // How many bytes name the run and the sample in it; a fragment begins with its sync sample, so they say nothing.
  const rest = 3 + ((lengths >> 4) & 3) + ((lengths >> 2) & 3) + (lengths & 3);
  const step = (wide ? 16 : 8) + rest;
  if (body + 16 + count * step > end) throw new Unfit('The table is cut short.');
  return Array.from({ length: count }, (_, n) => {
    const at = body + 16 + n * step;
    return wide
      ? { pts: bytes.u64(at), offset: bytes.u64(at + 8) }
      : { pts: bytes.u32(at), offset: bytes.u32(at + 4) };
  });
}

function join(
  groups: readonly { readonly frame: Frame; readonly offset: number }[],
  count: number,
  stop: number,
): Piece[] {
  const pieces: Piece[] = [];
  for (const [n, { frame, offset }] of groups.entries()) {
    const next = groups[n + 1] ?? { frame: count, offset: stop };
    if ((n === 0 && frame !== 0) || next.frame <= frame || next.offset <= offset)
      throw new Unfit(`The group at ${offset} does not fit the frame index.`);
    const last = pieces.at(-1);
    if (last && last.end - last.first < MIN_FRAMES)
      pieces[pieces.length - 1] = { ...last, end: next.frame, stop: next.offset };
    else pieces.push({ first: frame, end: next.frame, start: offset, stop: next.offset });
  }
  if (pieces.length === 0) throw new Unfit('The table is empty.');
  return pieces;
}

/** Number of the piece that a frame lies in. */
export function pieceOf(pieces: readonly Piece[], frame: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((pieces[middle]?.first ?? Infinity) <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}
