/**
 * From the documents to lanes, following each change: lanes that did not change keep their identity, and an edit of one
 * mark looks at no other.
 */
import { refKey, parseRef, type AnnotationRef } from '#lib/model/annotation.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { CommentId, LabelId, TierId, TrackId } from '#lib/model/id.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Track } from '#lib/model/track.ts';
import { EventRow } from './event-row.ts';
import { faceOf, facesOf, type Faces } from './faces.ts';
import type { TimelineReading } from './host.ts';
import type { LaneDisplay } from './lane-display.ts';
import {
  Lanes,
  ROW,
  type GroupLane,
  type Lane,
  type SaidLane,
  type TierLane,
  type TrackLane,
  type Unplaced,
} from './lane.ts';
import { pinsOf } from './pins.ts';
import { saidLanes } from './said-lanes.ts';
import { TierLanes } from './tier-lanes.ts';
import { TrackOrder } from './track-order.ts';

export type LaneSource = {
  readonly reading: TimelineReading;
  readonly comments: ReadonlyMap<CommentId, Comment>;
  readonly taxonomy: Taxonomy;
  /** Frames in the video. */
  readonly count: number;
  readonly display: LaneDisplay;
  readonly captionOf: (ref: AnnotationRef) => string;
};

/** `tracks`: those that stay where they are. */
type Changed = {
  readonly tracks: readonly Track[];
  readonly tiers: boolean;
  readonly events: boolean;
  readonly said: boolean;
};

export class LaneBuilder {
  readonly #source: LaneSource;
  readonly #faces: Faces;
  readonly #order: TrackOrder;
  readonly #tiers: TierLanes;
  readonly #events: EventRow;
  readonly #tracks = new Map<TrackId, TrackLane>();
  /** Keys (refKey) of marks that changed since lanes were last made. */
  readonly #pending = new Set<string>();
  #comments = true;
  /** Whether lanes may have to come, go or move. */
  #structural = true;
  /** Those that still hold. */
  #said: readonly Omit<SaidLane, 'y'>[] | undefined;
  #shownTiers: ReadonlySet<string> = new Set();
  #lanes = new Lanes([]);

  constructor(source: LaneSource) {
    const { reading, taxonomy, count } = source;
    this.#source = source;
    this.#faces = facesOf(taxonomy.labels);
    this.#order = new TrackOrder(
      reading.tracks.values(),
      taxonomy.labels.map(({ id }) => id),
    );
    this.#tiers = new TierLanes(taxonomy.tiers, this.#faces, count);
    this.#events = new EventRow(this.#faces, count);
    for (const [id, segment] of reading.segments) this.#tiers.setSegment(id, segment);
    for (const [id, boundary] of reading.boundaries) this.#tiers.setBoundary(id, boundary);
    for (const [id, event] of reading.events) this.#events.set(id, event);
  }

  /** These marks (refKey) read differently now. */
  marksChanged(keys: Iterable<string>): void {
    for (const key of keys) this.#pending.add(key);
  }

  commentsChanged(): void {
    this.#comments = true;
  }

  /** What is shown of the lanes has changed. */
  displayChanged(): void {
    this.#structural = true;
  }

  /** The tier with this id, shown or not. */
  tier(id: TierId): Omit<TierLane, 'y'> | undefined {
    return this.#tiers.lanes().find((lane) => lane.tier === id);
  }

  build(): Lanes {
    const changed = this.#take();
    if (this.#source.display.filter.value !== '') this.#structural = true; // captions decide, and may all have changed
    const replaced = this.#structural ? undefined : this.#replacements(changed);
    this.#lanes = replaced ? this.#lanes.with(replaced) : new Lanes(this.#layOut());
    this.#structural = false;
    this.#comments = false;
    return this.#lanes;
  }

  /** Takes in what changed; gives the tracks that stay where they are, and which other lanes are to be made again. */
  #take(): Changed {
    const { reading } = this.#source;
    const tracks: Track[] = [];
    let [tiers, events, said] = [false, false, false];
    for (const key of this.#pending) {
      const ref = parseRef(key);
      if (ref?.kind === 'track') {
        const track = reading.tracks.get(ref.id);
        if (this.#order.set(ref.id, track)) this.#structural = true;
        else if (track) tracks.push(track);
        if (!track) this.#tracks.delete(ref.id);
      } else if (ref?.kind === 'segment') {
        this.#tiers.setSegment(ref.id, reading.segments.get(ref.id));
        tiers = true;
      } else if (ref?.kind === 'boundary') {
        this.#tiers.setBoundary(ref.id, reading.boundaries.get(ref.id));
        tiers = true;
      } else if (ref?.kind === 'event') {
        this.#events.set(ref.id, reading.events.get(ref.id));
        events = true;
      } else if (key === 'video') {
        this.#said = undefined;
        said = true;
      }
    }
    this.#pending.clear();
    return { tracks, tiers, events, said };
  }

  /** New versions of the lanes that changed; undefined where one has another height, or some come or go. */
  #replacements({ tracks, tiers, events, said }: Changed): readonly Lane[] | undefined {
    const replaced: Lane[] = [];
    for (const track of tracks) {
      const lane = this.#tracks.get(track.id);
      if (lane) replaced.push(this.#trackLane(track, lane.y));
    }
    const others = [
      ...(tiers ? this.#tiers.lanes() : []),
      ...(events ? [this.#eventsLane()] : []),
      ...(this.#comments ? [this.#commentsLane()] : []),
      ...(said ? this.#saidLanes() : []),
    ];
    for (const lane of others) {
      const known = this.#lanes.get(lane.key);
      if (!known && lane.kind === 'tier' && !this.#isFolded(lane)) return undefined;
      if (!known) continue;
      if (known.height !== lane.height) return undefined;
      replaced.push({ ...lane, y: known.y } as Lane);
    }
    const gone = tiers && [...this.#shownTiers].some((key) => !others.some((lane) => lane.key === key));
    return gone ? undefined : replaced;
  }

  #layOut(): readonly Lane[] {
    const words = this.#source.display.filter.value.trim().toLowerCase();
    const lanes: Lane[] = [];
    let y = 0;
    for (const lane of words === '' ? this.#topLanes() : this.#topLanesWith(words)) {
      lanes.push({ ...lane, y } as Lane);
      y += lane.height;
    }
    this.#shownTiers = new Set(lanes.filter(({ kind }) => kind === 'tier').map(({ key }) => key));
    this.#tracks.clear();
    for (const { head, tracks } of this.#groups(words)) {
      if (head) lanes.push({ ...head, y });
      if (head) y += ROW;
      for (const track of tracks) {
        lanes.push(this.#trackLane(track, y));
        y += ROW;
      }
    }
    return lanes;
  }

  #topLanes(): readonly Unplaced[] {
    const tiers = this.#tiers.lanes().filter((lane) => !this.#isFolded(lane));
    return [this.#commentsLane(), ...tiers, this.#eventsLane(), ...this.#saidLanes()];
  }

  /** Lanes whose name, or the name of a label on them, contains the words. */
  #topLanesWith(words: string): readonly Unplaced[] {
    const has = (text: string) => text.toLowerCase().includes(words);
    const tiers = this.#tiers
      .lanes()
      .filter((lane) => has(lane.name) || lane.segments.some(({ name }) => has(name)));
    return [
      ...(has('comments') ? [this.#commentsLane()] : []),
      ...tiers,
      ...this.#saidLanes().filter(
        ({ name, stretches }) => has(name) || stretches.some(({ value }) => has(value)),
      ),
      ...(has('events') || this.#events.events.some(({ name }) => has(name)) ? [this.#eventsLane()] : []),
    ];
  }

  /** Tracks in the order of their lanes, under the heads of their labels where that is wanted. */
  #groups(
    words: string,
  ): readonly { readonly head: Omit<GroupLane, 'y'> | null; readonly tracks: readonly Track[] }[] {
    const { display, captionOf } = this.#source;
    const shown = this.#order.all.filter(
      ({ track }) => words === '' || captionOf({ kind: 'track', id: track.id }).toLowerCase().includes(words),
    );
    if (!display.grouped.value) return [{ head: null, tracks: shown.map(({ track }) => track) }];
    return [...Map.groupBy(shown, ({ rank }) => rank).values()].map((group) => {
      const tracks = group.map(({ track }) => track);
      const label = tracks[0]?.label as LabelId;
      const key = `group:${label}`;
      const face = faceOf(label, this.#faces);
      const folded = words === '' && display.has('folded', key);
      return {
        head: { kind: 'group', key, height: ROW, count: tracks.length, ...face },
        tracks: folded ? [] : tracks,
      };
    });
  }

  /** Whether a tier above it is folded. */
  #isFolded({ parent }: Pick<TierLane, 'parent'>): boolean {
    const { display, taxonomy } = this.#source;
    const seen = new Set<string>();
    for (let above = parent; above !== null && !seen.has(above);) {
      if (display.has('folded', `tier:${above}`)) return true;
      seen.add(above);
      above = taxonomy.tiers.find(({ id }) => id === above)?.parent ?? null;
    }
    return false;
  }

  #commentsLane(): Unplaced {
    const { comments, count } = this.#source;
    return { kind: 'comments', key: 'comments', height: ROW, pins: pinsOf(comments, count) };
  }

  #eventsLane(): Unplaced {
    return { kind: 'events', key: 'events', height: ROW, events: this.#events.events };
  }

  #saidLanes(): readonly Omit<SaidLane, 'y'>[] {
    const { taxonomy, reading, count } = this.#source;
    return (this.#said ??= saidLanes(taxonomy, reading.video, count));
  }

  #trackLane(track: Track, y: number): TrackLane {
    const known = this.#tracks.get(track.id) ?? this.#lanes.get(`track:${track.id}`);
    const { color } = faceOf(track.label, this.#faces);
    const before = known?.kind === 'track' ? known : undefined;
    if (before?.track === track && before.y === y && before.color === color) {
      this.#tracks.set(track.id, before);
      return before;
    }
    const ref = before?.ref ?? ({ kind: 'track', id: track.id } as const);
    const lane: TrackLane = { kind: 'track', key: refKey(ref), y, height: ROW, track, ref, color };
    this.#tracks.set(track.id, lane);
    return lane;
  }
}
