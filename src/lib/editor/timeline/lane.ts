/**
 * The rows of the timeline: one for comments, one per tier, one for events, one for each
 * attribute of the frames, one per track, and heads of groups.
 */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Stretch } from '#lib/model/attributed.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { Doubt } from '#lib/model/doubt.ts';
import type { EventId, LabelId, TierId } from '#lib/model/id.ts';
import type { Boundary } from '#lib/model/segment.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';

/** Height of one row, CSS pixels: the smallest target a finger or a shaky hand needs (WCAG 2.5.8). */
export const ROW = 24;

type Placed = {
  /** Stays the same as long as the lane does: `track:abc`, `tier:x`, `comments`, `events`. */
  readonly key: string;
  /** Top, in pixels from the first lane's top. */
  readonly y: number;
  readonly height: number;
};

/** A labelled interval on a tier. */
export type LaneSegment = {
  /** The segment, or the boundary that opens a phase. */
  readonly ref: AnnotationRef & { readonly kind: 'segment' | 'boundary' };
  readonly label: LabelId;
  readonly name: string;
  readonly color: string;
  readonly start: Frame;
  /** First frame after it. */
  readonly end: Frame;
  /** Sub-row within the lane. */
  readonly row: number;
  readonly doubt?: Doubt;
};

export type LaneEvent = {
  readonly id: EventId;
  readonly frame: Frame;
  readonly name: string;
  readonly color: string;
  readonly doubt?: Doubt;
};

/** The head of a thread, at its frame. */
export type LanePin = {
  readonly comment: Comment;
  readonly start: Frame;
  /** First frame after what it is about. */
  readonly end: number;
  readonly answers: number;
};

export type CommentsLane = Placed & { readonly kind: 'comments'; readonly pins: readonly LanePin[] };
export type TierLane = Placed & {
  readonly kind: 'tier';
  readonly tier: TierId;
  readonly name: string;
  readonly exclusive: boolean;
  /** How many tiers are above it, the next of them, and whether there are any below. */
  readonly depth: number;
  readonly parent: TierId | null;
  readonly hasChildren: boolean;
  /** Ascending by start. */
  readonly segments: readonly LaneSegment[];
  /** The same by sub-row, each ascending and without overlap. */
  readonly rows: readonly (readonly LaneSegment[])[];
  /** Segments that are being dragged: they lie on no row. */
  readonly floating?: readonly LaneSegment[];
  /** Boundaries of an exclusive tier in reading order, unlabelled ones too; empty on a free tier. */
  readonly edges: readonly Boundary[];
};
export type EventsLane = Placed & { readonly kind: 'events'; readonly events: readonly LaneEvent[] };
export type TrackLane = Placed & {
  readonly kind: 'track';
  readonly track: Track;
  readonly ref: AnnotationRef & { readonly kind: 'track' };
  readonly color: string;
};
/** The head of the tracks that bear one label. */
export type GroupLane = Placed & {
  readonly kind: 'group';
  readonly name: string;
  readonly color: string;
  readonly count: number;
};
/** What is said of the frames of the video in one attribute. */
export type SaidLane = Placed & {
  readonly kind: 'said';
  readonly name: string;
  readonly color: string;
  /** Ascending, without overlap; `value` in words. */
  readonly stretches: readonly Stretch<string>[];
};
export type Lane = CommentsLane | TierLane | EventsLane | TrackLane | GroupLane | SaidLane;

/** A lane before it has its place. */
export type Unplaced = { [K in Lane['kind']]: Omit<Extract<Lane, { kind: K }>, 'y'> }[Lane['kind']];

/** All lanes from top to bottom, and where they lie. */
export class Lanes {
  readonly all: readonly Lane[];
  readonly height: number;
  readonly #places: ReadonlyMap<string, number>;

  /** @param places index of each key; those of lanes with the same keys in the same order may be shared */
  constructor(all: readonly Lane[], places: ReadonlyMap<string, number> = placesOf(all)) {
    this.all = all;
    const last = all.at(-1);
    this.height = last ? last.y + last.height : 0;
    this.#places = places;
  }

  get(key: string): Lane | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.all[place];
  }

  /** All but tracks and their groups: they come first. */
  get top(): readonly Lane[] {
    const end = this.all.findIndex(({ kind }) => kind === 'track' || kind === 'group');
    return end < 0 ? this.all : this.all.slice(0, end);
  }

  /** The lane under a height; undefined above the first and below the last. */
  at(y: number): Lane | undefined {
    const lane = this.all[this.#last(y)];
    return lane && y < lane.y + lane.height ? lane : undefined;
  }

  /** Lanes that share a pixel with [top, bottom), from top to bottom. */
  between(top: number, bottom: number): readonly Lane[] {
    return this.all.slice(Math.max(0, this.#last(top)), this.#last(bottom - 1) + 1);
  }

  /** These lanes with some of them replaced by versions of the same height. */
  with(lanes: readonly Lane[]): Lanes {
    const all = this.all.slice();
    for (const lane of lanes) {
      const place = this.#places.get(lane.key);
      if (place !== undefined) all[place] = lane;
    }
    return new Lanes(all, this.#places);
  }

  /** Index of the last lane that begins at or above `y`; -1 where there is none. */
  #last(y: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.all[middle] as Lane).y <= y) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function placesOf(all: readonly Lane[]): ReadonlyMap<string, number> {
  return new Map(all.map(({ key }, index) => [key, index]));
}
