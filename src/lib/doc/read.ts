/**
 * The documents as the model sees them. Readings follow Yjs events and touch only what changed; the document stays the
 * one truth, a reading never writes. Everything is checked: what is not valid becomes a problem, never a throw.
 */
import * as Y from 'yjs';
import { refKey, type AnnotationKind, type AnnotationRef } from '#lib/model/annotation.ts';
import type { Attributed } from '#lib/model/attributed.ts';
import { checkVideoKey } from '#lib/model/check.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { Event } from '#lib/model/event.ts';
import { isId } from '#lib/model/id.ts';
import type { BoundaryId, CommentId, EventId, LabelId, SegmentId, TrackId } from '#lib/model/id.ts';
import { isEverPresent } from '#lib/model/keyed-frames.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import type { Track } from '#lib/model/track.ts';
import { rootOf } from './edit/annotation.ts';
import { readBoundary } from './entity/boundary.ts';
import { readComment } from './entity/comment.ts';
import { readEvent } from './entity/event.ts';
import { Faults, shortened } from './entity/faults.ts';
import type { Read } from './entity/field.ts';
import { readSegment } from './entity/segment.ts';
import { TrackEntity } from './entity/track.ts';
import { readVideo } from './entity/video.ts';
import { newestClient, writeOf } from './item.ts';
import type { DiscussionDoc, LabelsDoc } from './schema.ts';

type Mark = Track | Segment | Boundary | Event;
type DeepEvent = Y.YEvent<Y.AbstractType<unknown>>;

/** What is said of the video, among the keys of marks. */
const VIDEO = 'video';
const KINDS: readonly AnnotationKind[] = ['track', 'segment', 'boundary', 'event'];

/** The marks of one layer of one video; follows its document until `destroy`. */
export class LabelsReading {
  readonly #doc: LabelsDoc;
  readonly #live = {
    track: new Map<TrackId, Track>(),
    segment: new Map<SegmentId, Segment>(),
    boundary: new Map<BoundaryId, Boundary>(),
    event: new Map<EventId, Event>(),
  };
  /** By refKey: deleted and hidden ones too. */
  readonly #all = new Map<string, Mark>();
  readonly #tracks = new Map<string, TrackEntity>();
  readonly #video = new Map<LabelId, Attributed>();
  readonly #problems = new Map<string, string>();
  /** By refKey: the client whose value came last while we were watching. */
  readonly #lastClients = new Map<string, number>();
  readonly #listeners = new Set<(changed: ReadonlySet<string>) => void>();
  readonly #stops: (() => void)[] = [];
  #changed = new Set<string>();

  constructor(doc: LabelsDoc) {
    this.#doc = doc;
    for (const kind of KINDS) {
      const root = rootOf(doc, kind);
      for (const id of root.keys()) this.#read(kind, id);
      const follow = (events: readonly DeepEvent[]) => this.#follow(kind, events);
      root.observeDeep(follow);
      this.#stops.push(() => root.unobserveDeep(follow));
    }
    this.#readVideo();
    const followVideo = (event: Y.YMapEvent<unknown>) => this.#readVideo(keysOf(event));
    doc.video.observe(followVideo);
    this.#stops.push(() => doc.video.unobserve(followVideo));
    const tell = () => this.#tell();
    doc.ydoc.on('afterTransaction', tell);
    this.#stops.push(() => doc.ydoc.off('afterTransaction', tell));
  }

  /** Live tracks that are seen on some frame. The same map for ever; a track is a new object when it changed. */
  get tracks(): ReadonlyMap<TrackId, Track> {
    return this.#live.track;
  }

  get segments(): ReadonlyMap<SegmentId, Segment> {
    return this.#live.segment;
  }

  get boundaries(): ReadonlyMap<BoundaryId, Boundary> {
    return this.#live.boundary;
  }

  get events(): ReadonlyMap<EventId, Event> {
    return this.#live.event;
  }

  /** What is said of the video and its frames, by label; what did not change stays the same object. */
  get video(): ReadonlyMap<LabelId, Attributed> {
    return this.#video;
  }

  /** refKey → a sentence for people, for each mark that holds something that is not valid. */
  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  /** Any mark that can be read: deleted ones, and tracks that are nowhere to be seen, too. */
  find(ref: AnnotationRef & { readonly kind: 'track' }): Track | undefined;
  find(ref: AnnotationRef & { readonly kind: 'segment' }): Segment | undefined;
  find(ref: AnnotationRef & { readonly kind: 'boundary' }): Boundary | undefined;
  find(ref: AnnotationRef & { readonly kind: 'event' }): Event | undefined;
  find(ref: AnnotationRef): Mark | undefined;
  find(ref: AnnotationRef): Mark | undefined {
    return this.#all.get(refKey(ref));
  }

  /** Every mark that can be read, deleted ones too, in no order. */
  every(kind: 'track'): Track[];
  every(kind: 'segment'): Segment[];
  every(kind: 'boundary'): Boundary[];
  every(kind: 'event'): Event[];
  every(kind: AnnotationKind): Mark[] {
    return [...this.#all].flatMap(([key, mark]) => (key.startsWith(`${kind}:`) ? [mark] : []));
  }

  /** The Yjs client that made a mark. */
  makerOf({ kind, id }: AnnotationRef): number | undefined {
    return writeOf(rootOf(this.#doc, kind), id)?.client;
  }

  /** The Yjs client of a mark's newest value. Between clients only arrival is known, and on opening not even that. */
  lastClientOf(ref: AnnotationRef): number | undefined {
    const seen = this.#lastClients.get(refKey(ref));
    if (seen !== undefined) return seen;
    const map: unknown = rootOf(this.#doc, ref.kind).get(ref.id);
    return map instanceof Y.Map ? newestClient(map as Y.Map<unknown>) : undefined;
  }

  /** Calls with the keys (refKey; `video`) of the marks each transaction changed, once for each; not at once. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): () => void {
    const own = (changed: ReadonlySet<string>) => listener(changed);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Follows the document no longer. */
  destroy(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#listeners.clear();
  }

  #follow(kind: AnnotationKind, events: readonly DeepEvent[]): void {
    const ids = new Set<string>();
    for (const event of events) {
      const [id, container] = event.path;
      const keys = event instanceof Y.YMapEvent ? keysOf(event) : [];
      if (id === undefined) {
        for (const key of keys) ids.add(key);
        continue;
      }
      ids.add(String(id));
      if (kind === 'track' && container === 'kf' && event.path.length === 2)
        this.#tracks.get(String(id))?.changeKeyframes(keys);
      const client = keys.map((key) => writeOf(event.target as Y.Map<unknown>, key)?.client).at(-1);
      if (client !== undefined) this.#lastClients.set(`${kind}:${id}`, client);
    }
    for (const id of ids) {
      this.#read(kind, id);
      this.#changed.add(`${kind}:${id}`);
    }
  }

  #read(kind: AnnotationKind, id: string): void {
    const key = `${kind}:${id}`;
    const map: unknown = rootOf(this.#doc, kind).get(id);
    this.#problems.delete(key);
    if (!(map instanceof Y.Map) || !isId(id)) {
      this.#keep(kind, id, undefined);
      if (map !== undefined) this.#problems.set(key, `"${shortened(id)}" is not a ${kind}.`);
      return;
    }
    const { mark, faults } = this.#readMark(kind, id, map as Y.Map<unknown>);
    this.#keep(kind, id, mark);
    const deleted = mark?.deleted ?? map.get('deleted') === true;
    if (faults.any && !deleted) this.#problems.set(key, faults.sentence(mark !== undefined));
  }

  /** Labels of which nothing changed keep their object. */
  #readVideo(keys?: readonly string[]): void {
    const labels = keys && new Set(keys.map((key) => checkVideoKey(key)?.label ?? ''));
    const faults = new Faults();
    const read = readVideo(this.#doc.video, faults, labels);
    for (const label of labels ?? []) this.#video.delete(label as LabelId);
    for (const [label, said] of read) this.#video.set(label, said);
    if (faults.any) this.#problems.set(VIDEO, faults.sentence(true));
    else this.#problems.delete(VIDEO);
    if (keys) this.#changed.add(VIDEO);
  }

  #readMark(kind: AnnotationKind, id: string, map: Y.Map<unknown>): Read<Mark> {
    switch (kind) {
      case 'track': {
        const known = this.#tracks.get(id);
        const entity = known?.isOf(map) ? known : new TrackEntity(id as TrackId, map);
        this.#tracks.set(id, entity);
        return entity.read();
      }
      case 'segment':
        return readSegment(id as SegmentId, map);
      case 'boundary':
        return readBoundary(id as BoundaryId, map);
      case 'event':
        return readEvent(id as EventId, map);
    }
  }

  #keep(kind: AnnotationKind, id: string, mark: Mark | undefined): void {
    const live = this.#live[kind] as Map<string, Mark>;
    if (mark) this.#all.set(`${kind}:${id}`, mark);
    else this.#all.delete(`${kind}:${id}`);
    const shown = mark && !mark.deleted && (!('keyframes' in mark) || isEverPresent(mark));
    if (shown) live.set(id, mark);
    else live.delete(id);
    if (!mark && kind === 'track') this.#tracks.delete(id);
  }

  #tell(): void {
    if (this.#changed.size === 0) return;
    const changed = this.#changed;
    this.#changed = new Set();
    for (const listener of this.#listeners) listener(changed);
  }
}

/** What people say about one video; follows its document until `destroy`. */
export class CommentsReading {
  readonly #doc: DiscussionDoc;
  readonly #comments = new Map<CommentId, Comment>();
  readonly #problems = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;

  constructor(doc: DiscussionDoc) {
    this.#doc = doc;
    for (const id of doc.comments.keys()) this.#read(id);
    const follow = (events: readonly DeepEvent[]) => {
      const ids = new Set<string>();
      for (const event of events) {
        const id = event.path[0];
        if (id !== undefined) ids.add(String(id));
        else if (event instanceof Y.YMapEvent) for (const key of keysOf(event)) ids.add(key);
      }
      for (const id of ids) this.#read(id);
      if (ids.size > 0) for (const listener of this.#listeners) listener();
    };
    doc.comments.observeDeep(follow);
    this.#stop = () => doc.comments.unobserveDeep(follow);
  }

  /** Every comment, those taken back too: their answers still stand below them. */
  get comments(): ReadonlyMap<CommentId, Comment> {
    return this.#comments;
  }

  /** Comment id → a sentence for people, for each that holds something that is not valid. */
  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  /** Calls after each transaction that changed a comment; not at once. */
  subscribe(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Follows the document no longer. */
  destroy(): void {
    this.#stop();
    this.#listeners.clear();
  }

  #read(id: string): void {
    const map: unknown = this.#doc.comments.get(id);
    this.#comments.delete(id as CommentId);
    this.#problems.delete(id);
    if (map === undefined) return;
    if (!(map instanceof Y.Map) || !isId(id)) {
      this.#problems.set(id, `"${shortened(id)}" is not a comment.`);
      return;
    }
    const { mark, faults } = readComment(id as CommentId, map as Y.Map<unknown>);
    if (mark) this.#comments.set(mark.id, mark);
    if (faults.any) this.#problems.set(id, faults.sentence(mark !== undefined));
  }
}

/** Keys that changed; what a stranger put into a map as into a list has none. */
function keysOf(event: Y.YMapEvent<unknown>): string[] {
  return [...(event.keysChanged as Set<unknown>)].filter((key): key is string => typeof key === 'string');
}
