/** What the timeline needs of the editor; the editor satisfies it as it is. */
import type { Cell, Readable } from '#lib/cell/cell.ts';
import type { LabelsDoc } from '#lib/doc/schema.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Attributed } from '#lib/model/attributed.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { Event } from '#lib/model/event.ts';
import type { BoundaryId, CommentId, EventId, LabelId, SegmentId, TrackId } from '#lib/model/id.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Picked } from '../selection.ts';
import type { LaneDisplay } from './lane-display.ts';
import type { TimelineView } from './view.ts';

/** The documents as they read now: live annotations only. */
export interface TimelineReading {
  readonly tracks: ReadonlyMap<TrackId, Track>;
  readonly segments: ReadonlyMap<SegmentId, Segment>;
  readonly boundaries: ReadonlyMap<BoundaryId, Boundary>;
  readonly events: ReadonlyMap<EventId, Event>;
  readonly video: ReadonlyMap<LabelId, Attributed>;
  /** Calls with the keys (refKey) of the marks each transaction changed. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): () => void;
}

/** A frame mark that a hand may move: I or O. */
export interface MarkCell extends Readable<Frame | null> {
  set(frame: Frame | null): void;
}

export interface TimelineHost {
  readonly options: { readonly taxonomy: Taxonomy; readonly labels: LabelsDoc };
  readonly timeline: TimelineView;
  readonly reading: TimelineReading;
  readonly comments: {
    readonly comments: ReadonlyMap<CommentId, Comment>;
    subscribe(listener: () => void): () => void;
  };
  readonly lanes: LaneDisplay;
  readonly playhead: {
    readonly shown: Readable<Frame>;
    readonly target: Readable<Frame>;
    readonly playing: Readable<boolean>;
    readonly count: number;
    seek(frame: Frame): void;
  };
  readonly selection: {
    readonly refs: Readable<readonly AnnotationRef[]>;
    readonly keyframes: Cell<Picked>;
    set(refs: readonly AnnotationRef[]): void;
    toggle(ref: AnnotationRef): void;
    has(ref: AnnotationRef): boolean;
    clear(): void;
  };
  readonly marks: { readonly in: MarkCell; readonly out: MarkCell };
  readonly canEdit: Readable<boolean>;
  /** One gesture: one transaction, one entry of undo. `caption` names it: `move Forceps 3`. */
  act(caption: string, frame: Frame | null, refs: readonly AnnotationRef[], run: () => void): void;
  captionOf(ref: AnnotationRef): string;
  /** Shows a comment among the others, and goes to what it is about. */
  readThread(comment: Comment): void;
}
