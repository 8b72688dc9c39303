/** Opens a rendition for reading single pictures: its head, its table of pieces, and then its samples piece by piece. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { headBytes, readHead, type Head } from './head.ts';
import { readPieces, tableBytes, type Piece, type PieceTable } from './piece-table.ts';
import type { RangedFile } from './ranges.ts';
import { readSamples, type Sample } from './samples.ts';
import { Unfit } from './unfit.ts';

/** Enough for the head of every rendition of ours, and for the table of one of about an hour. */
const FIRST_BYTES = 4096;
const LAST_BYTES = 128 * 1024;
/** No head or table that is read is larger. */
const MAX_BYTES = 32 * 1024 * 1024;

export class Rendition {
  readonly head: Head;
  readonly pieces: readonly Piece[];
  readonly #firstPts: number;
  readonly #index: FrameIndex;

  constructor(head: Head, { pieces, firstPts }: PieceTable, index: FrameIndex) {
    this.head = head;
    this.pieces = pieces;
    this.#firstPts = firstPts;
    this.#index = index;
  }

  /** What lies in the bytes of a piece; `Unfit` where they are not what the table says. */
  samples(piece: Piece, bytes: Uint8Array): Sample[] {
    return readSamples(bytes, piece, { head: this.head, firstPts: this.#firstPts, index: this.#index });
  }
}

/** Rejects as `RangedFile.read` does; with `Unfit` where the file is not laid out as ours are. */
export async function openRendition(
  file: RangedFile,
  index: FrameIndex,
  signal: AbortSignal,
): Promise<Rendition> {
  const [start, tail] = await Promise.all([
    file.read({ start: 0, stop: FIRST_BYTES }, signal),
    file.read({ last: LAST_BYTES }, signal),
  ]);
  const head = readHead(await whole(start, headBytes(start), (bytes) => ({ start: 0, stop: bytes })));
  const size = tableBytes(tail);
  const table = await whole(tail, size, (bytes) => ({ last: bytes }));
  return new Rendition(
    head,
    readPieces(table.subarray(table.length - size), file.bytes ?? 0, head, index),
    index,
  );

  /** What is here already where it is enough, else read anew. */
  async function whole(
    here: Uint8Array<ArrayBuffer>,
    bytes: number | null,
    range: (bytes: number) => Parameters<RangedFile['read']>[0],
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (bytes === null || bytes > MAX_BYTES) throw new Unfit('The file is not laid out as a rendition.');
    return bytes <= here.length ? here : file.read(range(bytes), signal);
  }
}
