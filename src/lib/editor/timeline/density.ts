/** How many keyframes lie on each stretch of the video, for the minimap; an edit counts its own track anew, and no other. */
import { parseRef } from '#lib/model/annotation.ts';
import type { TrackId } from '#lib/model/id.ts';
import { keyedFramesOf } from '#lib/model/keyed-frames.ts';
import type { Track } from '#lib/model/track.ts';

/** Keyframes of one track: the columns that have some, and how many. */
type Columns = ReadonlyMap<number, number>;

export class Density {
  readonly #tracks: ReadonlyMap<TrackId, Track>;
  /** Frames in the video. */
  readonly #count: number;
  readonly #changed = new Set<TrackId>();
  readonly #columns = new Map<TrackId, Columns>();
  #sum: Uint32Array = new Uint32Array(0);

  constructor(tracks: ReadonlyMap<TrackId, Track>, count: number) {
    this.#tracks = tracks;
    this.#count = count;
  }

  /** These marks (refKey) read differently now. */
  marksChanged(keys: Iterable<string>): void {
    for (const key of keys) {
      const ref = parseRef(key);
      if (ref?.kind === 'track') this.#changed.add(ref.id);
    }
  }

  /** Keyframes on each of `width` equal stretches, over all tracks. It holds until it is asked for again. */
  perPixel(width: number): Uint32Array {
    if (this.#sum.length !== width) {
      this.#sum = new Uint32Array(width);
      this.#columns.clear();
      for (const id of this.#tracks.keys()) this.#changed.add(id);
    }
    for (const id of this.#changed) this.#countAnew(id);
    this.#changed.clear();
    return this.#sum;
  }

  #countAnew(id: TrackId): void {
    this.#add(this.#columns.get(id), -1);
    const track = this.#tracks.get(id);
    const columns = track && columnsOf(track, this.#count, this.#sum.length);
    if (columns) this.#columns.set(id, columns);
    else this.#columns.delete(id);
    this.#add(columns, 1);
  }

  #add(columns: Columns | undefined, sign: 1 | -1): void {
    for (const [column, keyframes] of columns ?? [])
      this.#sum[column] = (this.#sum[column] as number) + sign * keyframes;
  }
}

function columnsOf(track: Track, count: number, width: number): Columns {
  const columns = new Map<number, number>();
  for (const frame of keyedFramesOf(track).frames) {
    const column = Math.min(width - 1, Math.floor((frame * width) / count));
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
  return columns;
}
