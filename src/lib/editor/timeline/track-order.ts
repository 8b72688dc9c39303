/**
 * Tracks in the order of their lanes, kept as they change: by label in the order of the taxonomy, then as they are
 * numbered, by where they begin and then by id. A change that moves none costs as much as finding one.
 */
import type { LabelId, TrackId } from '#lib/model/id.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import type { Track } from '#lib/model/track.ts';
import { insert, placeOf, remove } from './sorted.ts';

export type OrderedTrack = { readonly track: Track; readonly rank: number; readonly start: number };

function inLaneOrder(a: OrderedTrack, b: OrderedTrack): number {
  return (
    a.rank - b.rank || a.start - b.start || (a.track.id < b.track.id ? -1 : a.track.id > b.track.id ? 1 : 0)
  );
}

export class TrackOrder {
  readonly #ranks: ReadonlyMap<LabelId, number>;
  readonly #all: OrderedTrack[];
  readonly #byId: Map<TrackId, OrderedTrack>;

  constructor(tracks: Iterable<Track>, labels: readonly LabelId[]) {
    this.#ranks = new Map(labels.map((label, index) => [label, index]));
    this.#all = Array.from(tracks, (track) => this.#placed(track)).sort(inLaneOrder);
    this.#byId = new Map(this.#all.map((one) => [one.track.id, one]));
  }

  /** Changes with the next `set`. */
  get all(): readonly OrderedTrack[] {
    return this.#all;
  }

  /** A new version of a track, undefined where it is gone; says whether any of them has another place now. */
  set(id: TrackId, track: Track | undefined): boolean {
    const known = this.#byId.get(id);
    const next = track && this.#placed(track);
    if (known && next && inLaneOrder(known, next) === 0) {
      this.#all[placeOf(this.#all, known, inLaneOrder)] = next;
      this.#byId.set(id, next);
      return false;
    }
    if (known) {
      remove(this.#all, known, inLaneOrder);
      this.#byId.delete(id);
    }
    if (next) {
      insert(this.#all, next, inLaneOrder);
      this.#byId.set(id, next);
    }
    return known !== undefined || next !== undefined;
  }

  #placed(track: Track): OrderedTrack {
    const rank = this.#ranks.get(track.label) ?? this.#ranks.size;
    return { track, rank, start: firstFrameOf(track) ?? 0 };
  }
}
