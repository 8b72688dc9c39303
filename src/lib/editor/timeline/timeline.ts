/**
 * The timeline of one open video, without a screen: its lanes, what is being dragged, what is picked, what the
 * pointer is over. The ui paints it and passes it pointers; everything it changes goes through the host.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { Enclosure } from '#lib/model/tier-tree.ts';
import type { Frame } from '#lib/model/time.ts';
import { Density } from './density.ts';
import type { Picked } from '../selection.ts';
import { withDraft, type TimelineDraft } from './draft.ts';
import type { DragDesk } from './drag/drag.ts';
import { SNAP_REACH, type SnapField } from './snap.ts';
import type { Pane, Scene } from './hit.ts';
import type { TimelineHost } from './host.ts';
import { laneKeyOf } from './lane-display.ts';
import type { Lanes, LaneSegment, TierLane } from './lane.ts';
import { LaneBuilder } from './lanes.ts';

export class Timeline {
  readonly host: TimelineHost;
  readonly draft = new Cell<TimelineDraft | null>(null);
  /** Position in frames that a drag was drawn to. */
  readonly line = new Cell<number | null>(null);
  /** Counts up whenever the lanes may read differently. */
  readonly #stale = new Cell(0);
  /** How many keyframes lie where, for the minimap. */
  readonly density: Density;
  readonly #builder: LaneBuilder;
  readonly #stops: (() => void)[];
  #lanes: Lanes | undefined;
  #shown: { readonly base: Lanes; readonly draft: TimelineDraft | null; readonly lanes: Lanes } | undefined;
  #pane: Pane = { width: 1, height: 1, head: 0 };

  constructor(host: TimelineHost) {
    this.host = host;
    this.#builder = new LaneBuilder({
      reading: host.reading,
      comments: host.comments.comments,
      taxonomy: host.options.taxonomy,
      count: host.playhead.count,
      display: host.lanes,
      captionOf: (ref) => host.captionOf(ref),
    });
    this.density = new Density(host.reading.tracks, host.playhead.count);
    let last: Frame = host.playhead.shown.value;
    this.#stops = [
      host.reading.subscribe((changed) => {
        this.#builder.marksChanged(changed);
        this.density.marksChanged(changed);
        this.#outdate();
      }),
      host.comments.subscribe(() => {
        this.#builder.commentsChanged();
        this.#outdate();
      }),
      ...[host.lanes.filter, host.lanes.grouped, host.lanes.flagged('folded')].map((cell) =>
        (cell as Readable<unknown>).subscribe(() => {
          this.#builder.displayChanged();
          this.#outdate();
        }),
      ),
      host.playhead.shown.subscribe((frame) => {
        if (host.playhead.playing.value) host.timeline.follow(frame, last);
        else host.timeline.reveal(frame);
        last = frame;
      }),
      // What is chosen on the picture or in a list comes into sight here.
      host.selection.refs.subscribe(([first]) => {
        const key = first && laneKeyOf(host.reading, first);
        if (key !== undefined) this.revealLane(key);
      }),
    ];
  }

  #outdate(): void {
    this.#lanes = undefined;
    this.#stale.set(this.#stale.value + 1);
  }

  /** Keyframes picked one by one or with a marquee; they move together. */
  get picked(): Cell<Picked> {
    return this.host.selection.keyframes;
  }

  /** Tells that `lanes` is worth reading again. */
  get stale(): Readable<number> {
    return this.#stale;
  }

  /** The lanes as the documents read now; made when asked for, so many changes at once cost one making. */
  get lanes(): Lanes {
    this.#lanes ??= this.#builder.build();
    return this.#lanes;
  }

  /** The lanes with what is being dragged where it would be dropped. */
  get shown(): Lanes {
    const base = this.lanes;
    const draft = this.draft.value;
    if (this.#shown?.base !== base || this.#shown.draft !== draft) {
      const { labels } = this.host.options.taxonomy;
      this.#shown = { base, draft, lanes: withDraft(base, draft, labels, this.host.playhead.count) };
    }
    return this.#shown.lanes;
  }

  /** Whether a segment lies outside of all intervals of the tier above its own. */
  isOutside({ parent }: UnplacedTier, segment: LaneSegment): boolean {
    const above = parent === null ? undefined : this.#builder.tier(parent);
    return above !== undefined && !enclosureOf(above).holds(segment);
  }

  get pane(): Pane {
    return this.#pane;
  }

  /** The canvas has a new size; rows stay scrolled within their height. */
  setPane(pane: Pane): void {
    this.#pane = pane;
    this.scrollRows(0);
  }

  /** Scrolls the rows by pixels. */
  scrollRows(by: number): void {
    const { timeline } = this.host;
    timeline.scrollTo(timeline.top.value + by, this.lanes.height, this.#pane.height - this.#pane.head);
  }

  /** Scrolls as far as needed to show a lane. */
  revealLane(key: string): void {
    const lane = this.lanes.get(key);
    if (lane)
      this.host.timeline.revealRow(
        lane.y,
        lane.height,
        this.lanes.height,
        this.#pane.height - this.#pane.head,
      );
  }

  get scene(): Scene {
    const { timeline, playhead, marks } = this.host;
    return {
      view: timeline,
      lanes: this.lanes,
      pane: this.#pane,
      playhead: playhead.shown.value,
      marks: { in: marks.in.value, out: marks.out.value },
    };
  }

  get desk(): DragDesk {
    return {
      host: this.host,
      draft: this.draft,
      line: this.line,
      snapField: (free) => this.#snapField(free),
    };
  }

  #snapField(free: boolean): SnapField {
    const { timeline, playhead, marks } = this.host;
    const top = timeline.top.value;
    return {
      playhead: playhead.shown.value,
      marks: { in: marks.in.value, out: marks.out.value },
      lanes: free
        ? []
        : this.lanes
            .between(top, top + this.#pane.height - this.#pane.head)
            .filter(({ key }) => this.host.lanes.isHeard(key)),
      count: playhead.count,
      reach: free ? -1 : (SNAP_REACH * timeline.span) / this.#pane.width,
    };
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }
}

type UnplacedTier = Omit<TierLane, 'y'>;
/** A tier that changed is another lane. */
const enclosures = new WeakMap<UnplacedTier, Enclosure>();

function enclosureOf(lane: UnplacedTier): Enclosure {
  const known = enclosures.get(lane);
  if (known) return known;
  const made = new Enclosure(lane.segments);
  enclosures.set(lane, made);
  return made;
}
